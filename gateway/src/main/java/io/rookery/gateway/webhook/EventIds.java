package io.rookery.gateway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rookery.events.SessionId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** An event's id for its receivers: the same each time it is sent, another one for each other event. An event's own id is unique in its session only, and may hold characters that headers don't take. */
final class EventIds {
    static final String PATTERN = "ev_[A-Za-z0-9_-]{24}";
    private static final int BYTES = 18;

    private EventIds() {}

    static String of(SessionId session, String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest((session + "\n" + id).getBytes(UTF_8));
            return "ev_" + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
