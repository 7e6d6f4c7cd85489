package io.rookery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

    /** Both neighbours of each forbidden range, where they are public. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "168.63.129.17",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.0.3.0",
                "192.88.98.255",
                "192.88.100.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.99.255",
                "198.51.101.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "2000::",
                "2001:200::",
                "2001:db7:ffff::",
                "2001:db9::",
                "2001:ffff::",
                "2003::",
                "3ffe:ffff::",
                "3fff:1000::",
                "2606:4700:4700::1111"
            })
    void publicAddressesAreAllowed(String address) {
        assertThat(AddressRules.forbidden(InetAddress.ofLiteral(address))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.255.255.255, unspecified",
        "10.255.255.255, private",
        "100.64.0.0, shared by a carrier (CGNAT)",
        "127.0.0.0, loopback",
        "169.254.255.255, link-local",
        "172.16.0.0, private",
        "192.168.255.255, private",
        "239.255.255.255, multicast",
        "255.255.255.254, reserved",
        "1fff:ffff::, reserved",
        "2001:1ff:ffff::, reserved",
        "2002:ffff:ffff::, 6to4",
        "3fff:fff:ffff::, documentation",
        "fdff:ffff::, unique local",
        "febf:ffff::, link-local",
        "feff:ffff::, site-local"
    })
    void theEdgesOfForbiddenRangesAreForbidden(String address, String reason) {
        assertThat(AddressRules.forbidden(InetAddress.ofLiteral(address))).contains(reason);
    }

    @Test
    void theOperatorsListTakesNamesAddressesAndRanges() {
        AllowedPrivate allowed =
                AllowedPrivate.parse(List.of("MinIO", "store.example.", "10.1.2.0/23", "192.168.0.7", "fd00:1::/32"));

        assertThat(allowed.hasHost("minio")).isTrue();
        assertThat(allowed.hasHost("store.example")).isTrue();
        assertThat(allowed.hasHost("a.store.example")).isFalse();
        assertThat(allowed.hasAddress(InetAddress.ofLiteral("10.1.3.255"))).isTrue();
        assertThat(allowed.hasAddress(InetAddress.ofLiteral("10.1.4.0"))).isFalse();
        assertThat(allowed.hasAddress(InetAddress.ofLiteral("192.168.0.7"))).isTrue();
        assertThat(allowed.hasAddress(InetAddress.ofLiteral("192.168.0.6"))).isFalse();
        assertThat(allowed.hasAddress(InetAddress.ofLiteral("fd00:1:ffff::1"))).isTrue();
        assertThat(allowed.hasAddress(InetAddress.ofLiteral("fd00:2::1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0/8",
                "010.0.0.0/8",
                "a b",
                "http://minio",
                "minio:9000",
                "::/129",
                "2130706433"
            })
    void anEntryOfTheListThatIsNoneIsAnError(String entry) {
        assertThatThrownBy(() -> AllowedPrivate.parse(List.of(entry))).isInstanceOf(IllegalArgumentException.class);
    }
}
