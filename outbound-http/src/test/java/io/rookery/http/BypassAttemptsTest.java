package io.rookery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ways past a check of URLs, each with what it meets here. Nothing is connected to. Names lead where the table says, else to a public address; braces
 * stand for characters that are hard to see, and {@code 198.41.0.4} for an address of this machine's own.
 */
class BypassAttemptsTest {
    private static final InetAddress PUBLIC = InetAddress.ofLiteral("9.9.9.9");
    private static final InetAddress OWN = InetAddress.ofLiteral("198.41.0.4");

    @ParameterizedTest(name = "{0} {1} -> {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # -- addresses as they are
            http://127.0.0.1/                               |                         | URL_FORBIDDEN | loopback
            http://127.255.255.254/                         |                         | URL_FORBIDDEN | loopback
            https://127.0.0.1:8443/                         |                         | URL_FORBIDDEN | loopback
            http://0.0.0.0/                                 |                         | URL_FORBIDDEN | unspecified
            http://0.1.2.3/                                 |                         | URL_FORBIDDEN | unspecified
            http://10.0.0.1/                                |                         | URL_FORBIDDEN | private
            http://172.16.0.1/                              |                         | URL_FORBIDDEN | private
            http://172.31.255.255/                          |                         | URL_FORBIDDEN | private
            http://192.168.1.1/                             |                         | URL_FORBIDDEN | private
            http://169.254.1.1/                             |                         | URL_FORBIDDEN | link-local
            http://169.254.169.254/latest/meta-data/        |                         | URL_FORBIDDEN | cloud metadata
            http://169.254.170.2/v2/credentials             |                         | URL_FORBIDDEN | cloud metadata
            http://100.100.100.200/latest/meta-data/        |                         | URL_FORBIDDEN | cloud metadata
            http://168.63.129.16/machine                    |                         | URL_FORBIDDEN | cloud metadata
            http://192.0.0.192/latest/                      |                         | URL_FORBIDDEN | cloud metadata
            http://100.64.0.1/                              |                         | URL_FORBIDDEN | CGNAT
            http://100.127.255.255/                         |                         | URL_FORBIDDEN | CGNAT
            http://192.0.0.8/                               |                         | URL_FORBIDDEN | reserved
            http://192.0.2.1/                               |                         | URL_FORBIDDEN | documentation
            http://198.51.100.1/                            |                         | URL_FORBIDDEN | documentation
            http://203.0.113.1/                             |                         | URL_FORBIDDEN | documentation
            http://198.18.0.1/                              |                         | URL_FORBIDDEN | benchmark
            http://198.19.255.255/                          |                         | URL_FORBIDDEN | benchmark
            http://192.88.99.1/                             |                         | URL_FORBIDDEN | 6to4
            http://224.0.0.1/                               |                         | URL_FORBIDDEN | multicast
            http://239.255.255.250/                         |                         | URL_FORBIDDEN | multicast
            http://240.0.0.1/                               |                         | URL_FORBIDDEN | reserved
            http://255.255.255.255/                         |                         | URL_FORBIDDEN | broadcast
            http://198.41.0.4/                              |                         | URL_FORBIDDEN | own
            http://[::]/                                    |                         | URL_FORBIDDEN | unspecified
            http://[::1]/                                   |                         | URL_FORBIDDEN | loopback
            http://[0:0:0:0:0:0:0:1]/                       |                         | URL_FORBIDDEN | loopback
            http://[0000:0000:0000:0000:0000:0000:0000:0001]:8080/ |                  | URL_FORBIDDEN | loopback
            http://[fe80::1]/                               |                         | URL_FORBIDDEN | link-local
            http://[febf::1]/                               |                         | URL_FORBIDDEN | link-local
            http://[fec0::1]/                               |                         | URL_FORBIDDEN | site-local
            http://[fc00::1]/                               |                         | URL_FORBIDDEN | unique local
            http://[fd12:3456::1]/                          |                         | URL_FORBIDDEN | unique local
            http://[fd00:ec2::254]/latest/meta-data/        |                         | URL_FORBIDDEN | cloud metadata
            http://[FD00:EC2::254]/latest/meta-data/        |                         | URL_FORBIDDEN | cloud metadata
            http://[fd20:ce::254]/                          |                         | URL_FORBIDDEN | cloud metadata
            http://[ff02::1]/                               |                         | URL_FORBIDDEN | multicast
            http://[2001:db8::1]/                           |                         | URL_FORBIDDEN | documentation
            http://[3fff::1]/                               |                         | URL_FORBIDDEN | documentation
            http://[2001:2::1]/                             |                         | URL_FORBIDDEN | benchmark
            http://[2001:10::1]/                            |                         | URL_FORBIDDEN | reserved
            http://[100::1]/                                |                         | URL_FORBIDDEN | discard
            http://[5f00::1]/                               |                         | URL_FORBIDDEN | reserved
            http://[4000::1]/                               |                         | URL_FORBIDDEN | reserved

            # -- IPv4 inside IPv6
            http://[::ffff:127.0.0.1]/                      |                         | URL_INVALID   | no IPv6 address
            http://[::ffff:7f00:1]/                         |                         | URL_INVALID   | no IPv6 address
            http://[0:0:0:0:0:ffff:a9fe:a9fe]/              |                         | URL_INVALID   | no IPv6 address
            http://[::FFFF:8.8.8.8]/                        |                         | URL_INVALID   | no IPv6 address
            http://[::127.0.0.1]/                           |                         | URL_FORBIDDEN | IPv4-compatible
            http://[::a9fe:a9fe]/                           |                         | URL_FORBIDDEN | IPv4-compatible
            http://[::ffff:0:127.0.0.1]/                    |                         | URL_FORBIDDEN | translated
            http://[64:ff9b::127.0.0.1]/                    |                         | URL_FORBIDDEN | translated
            http://[64:ff9b::a9fe:a9fe]/                    |                         | URL_FORBIDDEN | translated
            http://[64:ff9b::8.8.8.8]/                      |                         | URL_FORBIDDEN | translated
            http://[64:ff9b:1::10.0.0.1]/                   |                         | URL_FORBIDDEN | translated
            http://[2002:7f00:1::]/                         |                         | URL_FORBIDDEN | 6to4
            http://[2002:808:808::1]/                       |                         | URL_FORBIDDEN | 6to4
            http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/  |                         | URL_FORBIDDEN | Teredo
            http://[2001::1]/                               |                         | URL_FORBIDDEN | Teredo
            http://[2a00:1450::5efe:127.0.0.1]/             |                         | URL_FORBIDDEN | tunnelled
            http://[2a00:1450::200:5efe:a9fe:a9fe]/         |                         | URL_FORBIDDEN | tunnelled

            # -- IPv4 in spellings that only some readers know
            http://2130706433/                              |                         | URL_INVALID   | four decimal numbers
            http://2852039166/latest/                       |                         | URL_INVALID   | four decimal numbers
            http://017700000001/                            |                         | URL_INVALID   | four decimal numbers
            http://0x7f000001/                              |                         | URL_INVALID   | four decimal numbers
            http://0x7F.0x0.0x0.0x1/                        |                         | URL_INVALID   | four decimal numbers
            http://0x7f.1/                                  |                         | URL_INVALID   | four decimal numbers
            http://0177.0.0.1/                              |                         | URL_INVALID   | four decimal numbers
            http://127.0.0.01/                              |                         | URL_INVALID   | four decimal numbers
            http://0127.0.0.1/                              |                         | URL_INVALID   | four decimal numbers
            http://127.1/                                   |                         | URL_INVALID   | four decimal numbers
            http://127.0.1/                                 |                         | URL_INVALID   | four decimal numbers
            http://10.1/                                    |                         | URL_INVALID   | four decimal numbers
            http://0/                                       |                         | URL_INVALID   | four decimal numbers
            http://0x/                                      |                         | URL_INVALID   | four decimal numbers
            http://127.0.0.0x1/                             |                         | URL_INVALID   | four decimal numbers
            http://127.0.0.256/                             |                         | URL_INVALID   | four decimal numbers
            http://383.0.0.1/                               |                         | URL_INVALID   | four decimal numbers
            http://4294967297/                              |                         | URL_INVALID   | four decimal numbers
            http://1.2.3.4.5/                               |                         | URL_INVALID   | four decimal numbers
            http://example.1/                               |                         | URL_INVALID   | four decimal numbers
            http://example.0x7f/                            |                         | URL_INVALID   | four decimal numbers
            http://127.0.0.1./                              |                         | URL_FORBIDDEN | loopback
            http://127.0.0.1../                             |                         | URL_INVALID   | its host
            http://127..0.1/                                |                         | URL_INVALID   | its host
            http://[127.0.0.1]/                             |                         | URL_INVALID   | follow the rules

            # -- characters that look like others, or are written as others
            http://１２７.０.０.１/                            |                         | URL_FORBIDDEN | loopback
            http://127。0。0。1/                            |                         | URL_FORBIDDEN | loopback
            http://①②⑦.⓪.⓪.①/                             |                         | URL_FORBIDDEN | loopback
            http://１６９.２５４.１６９.２５４/                |                         | URL_FORBIDDEN | cloud metadata
            http://ｌｏｃａｌｈｏｓｔ/                          |                         | URL_FORBIDDEN | means this machine
            http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/                           |                         | URL_FORBIDDEN | means this machine
            http://local{SOFT-HYPHEN}host/                  |                         | URL_FORBIDDEN | means this machine
            http://local{ZERO-WIDTH-JOINER}host/            |                         | URL_FORBIDDEN | means this machine
            http://１２７.１/                                |                         | URL_INVALID   | four decimal numbers
            http://0ｘ7f000001/                             |                         | URL_INVALID   | four decimal numbers
            http://127%2e0%2e0%2e1/                         |                         | URL_INVALID   | its host
            http://%31%32%37.0.0.1/                         |                         | URL_INVALID   | its host
            http://%6c%6f%63alhost/                         |                         | URL_INVALID   | its host
            http://127.0.0.1%00.example.com/                |                         | URL_INVALID   | its host
            http://example.com／@127.0.0.1/                 |                         | URL_INVALID   | credentials
            http://127.0.0.1／.example.com/                 |                         | URL_INVALID   | its host
            http://127.0.0.1℀.example.com/                  |                         | URL_INVALID   | its host
            http://[::1%25lo]/                              |                         | URL_INVALID   | UR
            http://[fe80::1%eth0]/                          |                         | URL_INVALID   | UR
            http://[fe80::1%251]/                           |                         | URL_INVALID   | UR
            http://[::1/                                    |                         | URL_INVALID   | UR
            http://[::1].example.com/                       |                         | URL_INVALID   | UR
            http://::1/                                     |                         | URL_INVALID   | UR
            http://[v1.fe80::a]/                            |                         | URL_INVALID   | UR
            http://127.0.0.1{TAB}.example.com/              |                         | URL_INVALID   | control character
            http://127.0.0.1{LF}.example.com/               |                         | URL_INVALID   | control character
            {SPACE}http://127.0.0.1/                        |                         | URL_INVALID   | space
            ht{TAB}tp://127.0.0.1/                          |                         | URL_INVALID   | control character
            http://example.com{CR}{LF}X-Evil:{SPACE}1/      |                         | URL_INVALID   | control character
            http://example.com/{CR}{LF}X-Evil:1             |                         | URL_INVALID   | control character
            http://example.com/{NUL}                        |                         | URL_INVALID   | control character
            http://example.com\\@127.0.0.1/                 |                         | URL_INVALID   | backslash
            http:\\\\127.0.0.1/                             |                         | URL_INVALID   | backslash
            http://127.0.0.1\\.example.com/                 |                         | URL_INVALID   | backslash

            # -- who is the host?
            http://example.com@127.0.0.1/                   |                         | URL_INVALID   | credentials
            http://127.0.0.1@example.com/                   |                         | URL_INVALID   | credentials
            http://user:secret@example.com/                 |                         | URL_INVALID   | credentials
            http://@example.com/                            |                         | URL_INVALID   | credentials
            http://example.com:80@127.0.0.1:80/             |                         | URL_INVALID   | credentials
            http://a@b@127.0.0.1/                           |                         | URL_INVALID   | credentials
            http://127.0.0.1%40example.com/                 |                         | URL_INVALID   | its host
            http://127.0.0.1#@example.com/                  |                         | URL_FORBIDDEN | loopback
            http://127.0.0.1?@example.com/                  |                         | URL_FORBIDDEN | loopback
            http://127.0.0.1;@example.com/                  |                         | URL_INVALID   | credentials
            http://127.0.0.1&example.com/                   |                         | URL_INVALID   | its host
            http://example.com:80:80/                       |                         | URL_INVALID   | port
            http:127.0.0.1/                                 |                         | URL_INVALID   | no host
            http:/127.0.0.1/                                |                         | URL_INVALID   | no host
            http:///127.0.0.1/                              |                         | URL_INVALID   | UR
            //127.0.0.1/                                    |                         | URL_INVALID   | begin with http
            127.0.0.1                                       |                         | URL_INVALID   | begin with http
            http://                                         |                         | URL_INVALID   | UR

            # -- other schemes
            file:///etc/passwd                              |                         | URL_INVALID   | begin with http
            FILE:///etc/passwd                              |                         | URL_INVALID   | begin with http
            ftp://example.com/                              |                         | URL_INVALID   | begin with http
            gopher://127.0.0.1:6379/_FLUSHALL               |                         | URL_INVALID   | begin with http
            jar:http://example.com/a.jar!/                  |                         | URL_INVALID   | begin with http
            data:image/png;base64,AAAA                      |                         | URL_INVALID   | begin with http
            ldap://127.0.0.1/                               |                         | URL_INVALID   | begin with http
            view-source:http://example.com/                 |                         | URL_INVALID   | begin with http
            ws://example.com/                               |                         | URL_INVALID   | begin with http
            netdoc:///etc/passwd                            |                         | URL_INVALID   | begin with http

            # -- ports
            http://example.com:22/                          |                         | URL_FORBIDDEN | port 22
            http://example.com:25/                          |                         | URL_FORBIDDEN | port 25
            http://example.com:6379/                        |                         | URL_FORBIDDEN | port 6379
            http://example.com:00025/                       |                         | URL_FORBIDDEN | port 25
            http://example.com:0/                           |                         | URL_INVALID   | port
            http://example.com:65536/                       |                         | URL_INVALID   | port
            http://example.com:65616/                       |                         | URL_INVALID   | port
            http://example.com:-80/                         |                         | URL_INVALID   | port
            http://example.com:８０/                         |                         | URL_INVALID   | port
            http://example.com:/                            |                         | URL_INVALID   | port

            # -- names
            http://localhost/                               |                         | URL_FORBIDDEN | means this machine
            http://LOCALHOST/                               |                         | URL_FORBIDDEN | means this machine
            http://localhost./                              |                         | URL_FORBIDDEN | means this machine
            http://LocalHost:8080/                          |                         | URL_FORBIDDEN | means this machine
            http://a.localhost/                             |                         | URL_FORBIDDEN | means this machine
            http://localhost.localdomain/                   |                         | URL_FORBIDDEN | means this machine
            http://redis/                                   |                         | URL_FORBIDDEN | no dot
            http://kubernetes/                              |                         | URL_FORBIDDEN | no dot
            http://metadata.google.internal/                | 169.254.169.254         | URL_FORBIDDEN | cloud metadata
            http://kubernetes.default.svc.cluster.local/    | 10.96.0.1               | URL_FORBIDDEN | private
            http://127.0.0.1.nip.io/                        | 127.0.0.1               | URL_FORBIDDEN | loopback
            http://evil.example/                            | 127.0.0.1               | URL_FORBIDDEN | loopback
            http://EVIL.example./                           | 127.0.0.1               | URL_FORBIDDEN | loopback
            http://evil.example/                            | ::1                     | URL_FORBIDDEN | loopback
            http://evil.example/                            | 0.0.0.0                 | URL_FORBIDDEN | unspecified
            http://evil.example/                            | ::ffff:127.0.0.1        | URL_FORBIDDEN | loopback
            http://evil.example/                            | ::ffff:a9fe:a9fe        | URL_FORBIDDEN | cloud metadata
            http://evil.example/                            | 64:ff9b::7f00:1         | URL_FORBIDDEN | translated
            http://evil.example/                            | 2002:a00:1::            | URL_FORBIDDEN | 6to4
            http://evil.example/                            | fd00::1                 | URL_FORBIDDEN | unique local
            http://evil.example/                            | 198.41.0.4              | URL_FORBIDDEN | own
            http://mixed.example/                           | 9.9.9.9 127.0.0.1       | URL_FORBIDDEN | loopback
            http://mixed.example/                           | 127.0.0.1 9.9.9.9       | URL_FORBIDDEN | loopback
            http://mixed.example/                           | 2620:fe::9 9.9.9.9 ::1  | URL_FORBIDDEN | loopback
            http://bücher.example/                          | 10.0.0.1                | URL_FORBIDDEN | private
            http://-a.example/                              |                         | URL_INVALID   | its host
            http://a..example/                              |                         | URL_INVALID   | its host
            http://.example/                                |                         | URL_INVALID   | its host
            http://*.example/                               |                         | URL_INVALID   | its host
            http://a,b.example/                             |                         | URL_INVALID   | its host
            """)
    void isRefused(String url, String addresses, HttpFault fault, String reason) {
        OutboundHttpException refusal =
                catchThrowableOfType(OutboundHttpException.class, () -> judge(shown(url), addresses));

        assertThat(refusal).isNotNull();
        assertThat(refusal.fault()).isEqualTo(fault);
        assertThat(refusal).hasMessageContaining(reason);
        assertThat(refusal.isTemporary()).isFalse();
        assertThat(refusal.getMessage())
                .doesNotContain("secret")
                .doesNotContain("Evil")
                .doesNotContain("@");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            http://example.com                              | http://example.com/                                | example.com          | 80
            HTTPS://Example.COM/A?b=C#d                     | https://example.com/A?b=C                          | example.com          | 443
            http://example.com:80/                          | http://example.com/                                | example.com          | 80
            http://example.com:443/                         | http://example.com:443/                            | example.com          | 443
            https://example.com.:08443/a                    | https://example.com:8443/a                         | example.com          | 8443
            http://bücher.example/ä?ö                       | http://xn--bcher-kva.example/%C3%A4?%C3%B6         | xn--bcher-kva.example | 80
            http://ｅxample。com/                             | http://example.com/                                | example.com          | 80
            http://a_b.example//c/../d                      | http://a_b.example//c/../d                         | a_b.example          | 80
            http://127.0.0.1.example/                       | http://127.0.0.1.example/                          | 127.0.0.1.example    | 80
            http://localhost.example/                       | http://localhost.example/                          | localhost.example    | 80
            http://9.9.9.9/                                 | http://9.9.9.9/                                    | 9.9.9.9              | 80
            https://[2620:FE::9]:8443/x                     | https://[2620:fe:0:0:0:0:0:9]:8443/x               | 2620:fe:0:0:0:0:0:9  | 8443
            http://example.com/?u=http://127.0.0.1/@        | http://example.com/?u=http://127.0.0.1/@           | example.com          | 80
            """)
    void isTakenInItsOneSpelling(String url, String expected, String host, int port) throws Exception {
        HttpTarget target = judge(url, "");

        assertThat(target.uri()).hasToString(expected);
        assertThat(target.host()).isEqualTo(host);
        assertThat(target.port()).isEqualTo(port);
    }

    private static HttpTarget judge(String url, String addresses) throws OutboundHttpException {
        NameResolver names = name -> addresses == null || addresses.isEmpty()
                ? List.of(PUBLIC)
                : Arrays.stream(addresses.split(" "))
                        .map(InetAddress::ofLiteral)
                        .toList();
        HttpTarget target = new UrlRules(Set.of()).judge(url);
        try (Deadline deadline = Deadline.in(Duration.ofSeconds(10))) {
            assertThat(new Destinations(names, AllowedPrivate.parse(List.of()), OWN::equals).of(target, deadline))
                    .isNotEmpty();
        }
        return target;
    }

    private static String shown(String url) {
        return url.replace("{TAB}", "\t")
                .replace("{LF}", "\n")
                .replace("{CR}", "\r")
                .replace("{NUL}", "\0")
                .replace("{SPACE}", " ")
                .replace("{SOFT-HYPHEN}", "\u00AD")
                .replace("{ZERO-WIDTH-JOINER}", "\u200D");
    }
}
