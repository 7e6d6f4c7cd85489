package io.rookery.worker.browser.playwright;

import io.rookery.events.Event;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what the bridge writes. */
final class Answer {
    private Answer() {}

    static <T> CallResult<T> result(JsonNode answer, Function<JsonNode, T> read) {
        if (answer.has("done")) return new CallResult.Done<>(read.apply(answer.get("done")));
        if (answer.has("refused")) return new CallResult.Refused<>(string(answer, "refused"), string(answer, "text"));
        return new CallResult.Lost<>(string(answer, "lost"));
    }

    static SentMessage sentMessage(JsonNode value) {
        return new SentMessage(
                string(value, "messageId"),
                string(value, "chatId"),
                value.path("ack").asInt(0));
    }

    static Optional<SentMessage> found(JsonNode value) {
        return value.isNull() ? Optional.empty() : Optional.of(sentMessage(value));
    }

    /** What the bridge tells, where it is something for the listener. */
    static Optional<PageEvent> event(JsonNode told) {
        return Optional.ofNullable(
                switch (string(told, "event")) {
                    case "qr" -> new PageEvent.QrCode(string(told, "code"), instant(told, "expiresAt"));
                    case "code" -> new PageEvent.PairingCode(string(told, "code"), instant(told, "expiresAt"));
                    case "authenticated" -> new PageEvent.Authenticated();
                    case "ready" ->
                        new PageEvent.Ready(new Event.Account("+" + string(told, "number"), optional(told, "name")));
                    case "disconnected" -> new PageEvent.Disconnected();
                    case "conflict" -> new PageEvent.Conflict();
                    case "loggedOut" -> new PageEvent.LoggedOut(string(told, "reason"));
                    case "broken" -> new PageEvent.ProfileBroken(string(told, "reason"));
                    case "message" -> message(told);
                    case "ack" ->
                        new PageEvent.MessageAck(
                                string(told, "messageId"),
                                string(told, "chatId"),
                                Event.AckLevel.of(told.path("level").asInt()));
                    default -> null;
                });
    }

    private static PageEvent message(JsonNode told) {
        boolean fromMe = told.path("fromMe").asBoolean();
        Event.Message message = new Event.Message(
                string(told, "messageId"),
                string(told, "chatId"),
                string(told, "from"),
                string(told, "to"),
                fromMe,
                "text",
                optional(told, "text"),
                instant(told, "timestamp"));
        return fromMe
                ? new PageEvent.MessageSent(message)
                : new PageEvent.MessageReceived(message, told.path("backfill").asBoolean());
    }

    static String string(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static @Nullable String optional(JsonNode node, String field) {
        String value = string(node, field);
        return value.isEmpty() ? null : value;
    }

    private static Instant instant(JsonNode node, String field) {
        return Instant.ofEpochMilli(node.path(field).asLong());
    }
}
