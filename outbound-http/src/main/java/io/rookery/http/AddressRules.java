package io.rookery.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses are places of the public internet. After the registries of special-purpose addresses of IANA (RFC 6890), and stricter: whatever carries
 * an IPv4 address inside an IPv6 address is refused altogether, for nothing tells where a translator would take it.
 */
final class AddressRules {

    private record Rule(Cidr range, String reason) {}

    private static final List<Rule> FORBIDDEN = List.of(
            rule("0.0.0.0/8", "unspecified"),
            rule("10.0.0.0/8", "private"),
            rule("100.100.100.200", "cloud metadata"),
            rule("100.64.0.0/10", "shared by a carrier (CGNAT)"),
            rule("127.0.0.0/8", "loopback"),
            rule("168.63.129.16", "cloud metadata"),
            rule("169.254.169.254", "cloud metadata"),
            rule("169.254.170.2", "cloud metadata"),
            rule("169.254.0.0/16", "link-local"),
            rule("172.16.0.0/12", "private"),
            rule("192.0.0.192", "cloud metadata"),
            rule("192.0.0.0/24", "reserved"),
            rule("192.0.2.0/24", "documentation"),
            rule("192.88.99.0/24", "6to4"),
            rule("192.168.0.0/16", "private"),
            rule("198.18.0.0/15", "benchmark"),
            rule("198.51.100.0/24", "documentation"),
            rule("203.0.113.0/24", "documentation"),
            rule("224.0.0.0/4", "multicast"),
            rule("255.255.255.255", "broadcast"),
            rule("240.0.0.0/4", "reserved"),
            rule("::", "unspecified"),
            rule("::1", "loopback"),
            rule("::/96", "IPv4-compatible"),
            rule("::ffff:0:0:0/96", "translated IPv4"),
            rule("64:ff9b::/96", "translated IPv4"),
            rule("64:ff9b:1::/48", "translated IPv4"),
            rule("100::/64", "discard"),
            rule("2001::/32", "Teredo"),
            rule("2001:2::/48", "benchmark"),
            rule("2001::/23", "reserved"),
            rule("2001:db8::/32", "documentation"),
            rule("2002::/16", "6to4"),
            rule("3fff::/20", "documentation"),
            rule("fd00:ec2::254", "cloud metadata"),
            rule("fd20:ce::254", "cloud metadata"),
            rule("fc00::/7", "unique local"),
            rule("fe80::/10", "link-local"),
            rule("fec0::/10", "site-local"),
            rule("ff00::/8", "multicast"));

    /** All that was ever given out as global unicast; the rest of the space is reserved. */
    private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");

    /** The upper half of an ISATAP interface identifier, with either value of its universal bit; an IPv4 address follows. */
    private static final int ISATAP = 0x00005EFE;

    private static final int UNIVERSAL_BIT = 0x02000000;

    private AddressRules() {}

    /** Why nobody may be sent to this address; empty for a public one. The first rule that fits names the reason. */
    static Optional<String> forbidden(InetAddress address) {
        for (Rule rule : FORBIDDEN) {
            if (rule.range().contains(address)) return Optional.of(rule.reason());
        }
        if (!(address instanceof Inet6Address six)) return Optional.empty();
        if (!GLOBAL_UNICAST.contains(six)) return Optional.of("reserved");
        return isIsatap(six.getAddress()) ? Optional.of("tunnelled IPv4") : Optional.empty();
    }

    private static boolean isIsatap(byte[] address) {
        int upper =
                (address[8] & 0xFF) << 24 | (address[9] & 0xFF) << 16 | (address[10] & 0xFF) << 8 | address[11] & 0xFF;
        return (upper & ~UNIVERSAL_BIT) == ISATAP;
    }

    private static Rule rule(String range, String reason) {
        return new Rule(Cidr.parse(range), reason);
    }
}
