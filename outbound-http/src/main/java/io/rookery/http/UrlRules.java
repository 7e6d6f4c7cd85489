package io.rookery.http;

import java.net.Inet6Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Judges how a URL is written, and which port it names. Strict: what two readers could take for two things is refused and not repaired. */
final class UrlRules {
    private static final int LONGEST_URL = 8192;
    private static final int HIGHEST_PORT = 65535;

    /**
     * Ports of services that take a text for a command, or that a browser would not speak to either (the "bad ports" of the Fetch standard), and of
     * databases and brokers. A list of what is allowed would be shorter, and wrong: media lie on all kinds of ports.
     */
    static final Set<Integer> UNSAFE_PORTS = Set.of(
            1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
            109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
            526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1433, 1521, 1719, 1720,
            1723, 2049, 2181, 2375, 2376, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5672, 6000, 6379, 6566,
            6665, 6666, 6667, 6668, 6669, 6679, 6697, 9092, 10080, 11211, 27017);

    private final Set<Integer> ports;

    /** @param ports the only ones; empty: all but the unsafe ones */
    UrlRules(Set<Integer> ports) {
        this.ports = ports;
    }

    HttpTarget judge(String text) throws OutboundHttpException {
        return judge(parse(text));
    }

    /** @param reference as a Location header has it: a URL, or what is to be read beside {@code from} */
    HttpTarget redirected(HttpTarget from, String reference) throws OutboundHttpException {
        HttpTarget to = judge(from.uri().resolve(parse(reference)));
        if (from.secure() && !to.secure()) throw forbidden("a redirect leads from https to http");
        return to;
    }

    private HttpTarget judge(URI uri) throws OutboundHttpException {
        String scheme = uri.getScheme();
        boolean secure = "https".equalsIgnoreCase(scheme);
        if (!secure && !"http".equalsIgnoreCase(scheme)) throw invalid("it must begin with http:// or https://");
        String authority = uri.getRawAuthority();
        if (authority == null || uri.getRawPath() == null) throw invalid("it has no host");
        if (authority.contains("@")) throw invalid("it must not hold credentials");
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        String host = host(end < 0 ? authority : authority.substring(0, end));
        int port = port(end < 0 ? "" : authority.substring(end), secure);
        return new HttpTarget(secure, host, port, normalised(uri, secure, host, port));
    }

    private static URI parse(String text) throws OutboundHttpException {
        if (text.length() > LONGEST_URL) throw invalid("it is longer than " + LONGEST_URL + " characters");
        if (text.codePoints().anyMatch(UrlRules::isForbidden))
            throw invalid("it holds a space, a control character, a backslash or half a character");
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Its message holds all of the URL.
            throw invalid("it does not follow the rules of URLs");
        }
    }

    /** Half a character, a surrogate alone, has no encoding. */
    private static boolean isForbidden(int codePoint) {
        return codePoint <= ' '
                || codePoint == '\\'
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static String host(String host) throws OutboundHttpException {
        if (host.startsWith("[")) {
            String inner = host.substring(1, host.length() - 1);
            return HostNames.address(inner)
                    .filter(Inet6Address.class::isInstance)
                    .orElseThrow(() -> invalid("its host is no IPv6 address in a usual spelling"))
                    .getHostAddress();
        }
        return HostNames.normalised(host)
                .orElseThrow(() -> invalid("its host is no name, and no IPv4 address of four decimal numbers"));
    }

    private int port(String text, boolean secure) throws OutboundHttpException {
        int port = secure ? 443 : 80;
        if (!text.isEmpty()) {
            if (!text.matches(":[0-9]{1,5}")) throw invalid("its port is no number");
            port = Integer.parseInt(text.substring(1));
        }
        if (port < 1 || port > HIGHEST_PORT) throw invalid("its port is no port");
        if (ports.isEmpty() ? UNSAFE_PORTS.contains(port) : !ports.contains(port))
            throw forbidden("port " + port + " is not allowed");
        return port;
    }

    private static URI normalised(URI uri, boolean secure, String host, int port) throws OutboundHttpException {
        StringBuilder text = new StringBuilder(secure ? "https://" : "http://");
        text.append(host.contains(":") ? "[" + host + "]" : host);
        if (port != (secure ? 443 : 80)) text.append(':').append(port);
        text.append(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        if (uri.getRawQuery() != null) text.append('?').append(uri.getRawQuery());
        return parse(inAscii(text.toString()));
    }

    /** Not {@link URI#toASCIIString}: it composes characters before it encodes them, also one that belongs to an escape with one behind it. */
    private static String inAscii(String text) {
        StringBuilder ascii = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 0x80) ascii.append((char) c);
            else ascii.append(URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8));
        });
        return ascii.toString();
    }

    private static OutboundHttpException invalid(String reason) {
        return OutboundHttpException.permanent(HttpFault.URL_INVALID, "the URL is refused: " + reason);
    }

    private static OutboundHttpException forbidden(String reason) {
        return OutboundHttpException.permanent(HttpFault.URL_FORBIDDEN, "the URL is refused: " + reason);
    }
}
