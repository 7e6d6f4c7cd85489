package io.rookery.gateway.access;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * The API key of a browser's web socket. A browser can set no header of a handshake but the sub-protocols that it offers, and a key in an address would end up in logs and histories. So it offers the
 * protocol that is spoken and, beside it, {@code rookery.key.} with the key in Base64 for addresses, without padding; the latter is never chosen.
 */
final class SocketKey {
    private static final String HEADER = "Sec-WebSocket-Protocol";
    private static final String OFFER = "rookery.key.";

    private SocketKey() {}

    /** @return empty where none is offered, or something that is no key */
    static Optional<String> of(HttpHeaders headers) {
        return headers.getOrDefault(HEADER, List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .filter(offer -> offer.startsWith(OFFER))
                .findFirst()
                .flatMap(offer -> decoded(offer.substring(OFFER.length())));
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
