package io.rookery.worker.session;

import io.rookery.events.CommandId;
import io.rookery.events.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The id of a message follows from its command, so a repeated send is the same message. */
final class MessageIds {
    private static final int DIGITS = 18;

    private MessageIds() {}

    /** @param index of the message within its command, from 0 */
    static String of(SessionId session, CommandId command, int index) {
        byte[] name = (session + "/" + command + "/" + index).getBytes(StandardCharsets.UTF_8);
        try {
            String hash = HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name));
            return "3EB0" + hash.substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
