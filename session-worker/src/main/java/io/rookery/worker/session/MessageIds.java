package io.rookery.worker.session;

import io.rookery.events.CommandId;
import io.rookery.events.SessionId;
import io.rookery.worker.browser.WhatsAppPage.MessageKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The id of a message follows from its command, so a repeated send is the same message. */
final class MessageIds {
    private static final int DIGITS = 18;
    private static final int MEDIA_DIGITS = 40;

    private MessageIds() {}

    /** @param index of the message within its command, from 0 */
    static String of(SessionId session, CommandId command, int index) {
        return "3EB0" + hash(session + "/" + command + "/" + index).substring(0, DIGITS);
    }

    /** The id of a message's file follows from the message, so whoever keeps it again keeps the same. Nobody can guess it who does not know the message. */
    static String ofMedia(SessionId session, MessageKey message) {
        return hash("media/" + session + "/" + message.chatId() + "/" + message.fromMe() + "/" + message.messageId())
                .substring(0, MEDIA_DIGITS);
    }

    private static String hash(String name) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
