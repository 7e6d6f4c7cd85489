package io.rookery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where a fetch goes, and where not: addresses, names that change, proxies, ports. */
class ReachingTest extends LoopbackTest {
    @Test
    void withoutTheOperatorsLeaveNothingIsConnectedTo() throws Exception {
        allowPrivate = List.of();
        var server = serves("200 OK", "Content-Type: image/png", PNG);

        assertRefused(url(server), HttpFault.URL_FORBIDDEN, false, "loopback");
        assertRefused("http://127.0.0.1:" + server.port() + "/", HttpFault.URL_FORBIDDEN, false, "loopback");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void theListLiftsTheCheckForExactlyWhatItNames() throws Exception {
        var server = serves("200 OK", "Content-Type: image/png", PNG);
        allowPrivate = List.of("minio");

        assertThat(fetch("http://minio:" + server.port() + "/").size()).isEqualTo(PNG.length);
        assertRefused(url(server), HttpFault.URL_FORBIDDEN, false, "loopback");
        assertRefused("http://redis:" + server.port() + "/", HttpFault.URL_FORBIDDEN, false, "no dot");
    }

    @Test
    void aNameIsLookedUpOnce_soASecondAnswerHelpsNobody() throws Exception {
        var server = serves("200 OK", "Content-Type: image/png", PNG);
        names.put("rebind.example", new ArrayDeque<>(List.of("127.0.0.1", "169.254.169.254")));

        assertThat(fetch("http://rebind.example:" + server.port() + "/").size()).isEqualTo(PNG.length);
        assertThat(lookups).hasValue(1);
        assertRefused("http://rebind.example:" + server.port() + "/", HttpFault.URL_FORBIDDEN, false, "cloud metadata");
        assertThat(lookups).hasValue(2);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aNameThatChangesBetweenRedirectsIsJudgedAnew() throws Exception {
        var server =
                http((request, out) -> write(out, "HTTP/1.1 302 x\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"));
        names.put("rebind.example", new ArrayDeque<>(List.of("127.0.0.1", "10.0.0.1")));

        assertRefused("http://rebind.example:" + server.port() + "/", HttpFault.URL_FORBIDDEN, false, "private");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void theNextAddressIsTriedWhereOneDoesNotAnswer() throws Exception {
        var server = serves("200 OK", "Content-Type: image/png", PNG);
        names.put("two.example", new ArrayDeque<>(List.of("127.0.0.9 127.0.0.1")));

        assertThat(fetch("http://two.example:" + server.port() + "/").size()).isEqualTo(PNG.length);
    }

    @Test
    void proxiesOfTheSystemAreNotUsed() throws Exception {
        var proxy = serves("200 OK", "Content-Type: image/png", PNG);
        var server = serves("200 OK", "Content-Type: image/png", PNG);
        Map<String, String> properties = Map.of(
                "http.proxyHost",
                "127.0.0.1",
                "http.proxyPort",
                "" + proxy.port(),
                "socksProxyHost",
                "127.0.0.1",
                "socksProxyPort",
                "" + proxy.port(),
                "http.nonProxyHosts",
                "",
                "socksNonProxyHosts",
                "");
        Map<String, String> before = new HashMap<>();
        properties.keySet().forEach(key -> before.put(key, System.getProperty(key)));
        properties.forEach(System::setProperty);
        try {
            assertThat(fetch(url(server)).size()).isEqualTo(PNG.length);
        } finally {
            before.forEach((key, value) -> {
                if (value == null) System.clearProperty(key);
                else System.setProperty(key, value);
            });
        }
        assertThat(server.requests).hasSize(1);
        assertThat(proxy.requests).isEmpty();
    }

    @Test
    void portsMayBeRestricted() throws Exception {
        var server = serves("200 OK", "Content-Type: image/png", PNG);
        ports = Set.of(80, 443);
        assertRefused(url(server), HttpFault.URL_FORBIDDEN, false, "port " + server.port());

        ports = Set.of(server.port());
        assertThat(fetch(url(server)).size()).isEqualTo(PNG.length);
    }

    @Test
    void thePublicConstructorUsesTheMachinesOwnNamesAndAddresses() throws Exception {
        var server = serves("200 OK", "Content-Type: image/png", PNG);
        var request = new FetchRequest("http://127.0.0.1:" + server.port() + "/", file(), 1_000_000, IMAGES);

        assertThat(new OutboundHttp(settings()).fetch(request).size()).isEqualTo(PNG.length);
        assertThatThrownBy(() -> new OutboundHttp(OutboundHttpSettings.defaults()).fetch(request))
                .isInstanceOf(OutboundHttpException.class);
        assertThat(server.requests).hasSize(1);
        assertThat(OutboundHttp.isOwn(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(OutboundHttp.isOwn(InetAddress.ofLiteral("9.9.9.9"))).isFalse();
    }
}
