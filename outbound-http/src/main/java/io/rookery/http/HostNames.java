package io.rookery.http;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one spelling of a host: lower case, ASCII, no dot at its end. Two programs that read a host differently are how a check is passed by. */
final class HostNames {
    private static final String OCTET = "(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    /** What C libraries take for a number: then all of the host is an address to them, in one of many spellings. */
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

    private static final int LONGEST_NAME = 253;

    private HostNames() {}

    /**
     * A host name or IPv4 address in its one spelling. Full-width letters and digits become what they look like, names of other scripts their {@code xn--}
     * form.
     *
     * @return empty where the text is no host, or an IPv4 address in another spelling than four decimal numbers
     */
    static Optional<String> normalised(String host) {
        String ascii;
        try {
            ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
        String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) return Optional.empty();
        boolean misspelt =
                ENDS_IN_A_NUMBER.matcher(name).matches() && !IPV4.matcher(name).matches();
        return misspelt ? Optional.empty() : Optional.of(name);
    }

    /** The address that a text is: four decimal numbers, or IPv6 without brackets and zone; no mapped IPv4. Asks nobody. */
    static Optional<InetAddress> address(String text) {
        boolean four = IPV4.matcher(text).matches();
        if (!four && !(text.contains(":") && IPV6.matcher(text).matches())) return Optional.empty();
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return address instanceof Inet4Address && !four ? Optional.empty() : Optional.of(address);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
