package io.rookery.http;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A small body to be posted.
 *
 * @param url as the stranger wrote it
 * @param headers beside those of HTTP itself, which can't be set: a signature, for example
 */
public record PostRequest(String url, String contentType, String body, Map<String, String> headers) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[ -~]*");
    private static final Set<String> OURS = Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "accept-encoding");

    public PostRequest {
        if (!VALUE.matcher(contentType).matches())
            throw new IllegalArgumentException("contentType must be printable ASCII");
        headers.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("not a header that can be set: " + name);
            }
            if (!VALUE.matcher(value).matches())
                throw new IllegalArgumentException("the value of " + name + " must be printable ASCII");
        });
        headers = Map.copyOf(headers);
    }

    /** Without its values, which may be secret. */
    @Override
    public String toString() {
        return "PostRequest[contentType=" + contentType + ", " + body.length() + " characters, headers="
                + headers.keySet() + "]";
    }
}
