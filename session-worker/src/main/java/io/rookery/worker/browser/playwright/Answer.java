package io.rookery.worker.browser.playwright;

import io.rookery.events.Content;
import io.rookery.events.Event;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.Pulse;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the bridge writes. */
final class Answer {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<Content.ContactCard>> CARDS = new TypeReference<>() {};
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<Map<String, Object>>> ITEMS = new TypeReference<>() {};

    private Answer() {}

    static <T> CallResult<T> result(JsonNode answer, Function<JsonNode, T> read) {
        if (answer.has("done")) return new CallResult.Done<>(read.apply(answer.get("done")));
        if (answer.has("refused"))
            return new CallResult.Refused<>(
                    string(answer, "refused"), string(answer, "text"), optionalInstant(answer, "retryAt"));
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

    static Pulse pulse(JsonNode value, long memory) {
        return new Pulse(
                value.path("connected").asBoolean(),
                Duration.ofMillis(value.path("unanswered").asLong()),
                memory);
    }

    static List<Map<String, Object>> items(JsonNode value) {
        return JSON.convertValue(value, ITEMS);
    }

    /** What the bridge tells, where it is something for the listener. */
    static Optional<PageEvent> event(JsonNode told) {
        return Optional.ofNullable(
                switch (string(told, "event")) {
                    case "qr" -> new PageEvent.QrCode(string(told, "code"), instant(told, "expiresAt"));
                    case "code" -> new PageEvent.PairingCode(string(told, "code"), instant(told, "expiresAt"));
                    case "codeRefused" -> new PageEvent.PairingCodeRefused();
                    case "authenticated" -> new PageEvent.Authenticated();
                    case "ready" ->
                        new PageEvent.Ready(
                                new Event.Account("+" + string(told, "number"), optional(told, "name")),
                                optional(told, "webVersion"));
                    case "disconnected" ->
                        new PageEvent.Disconnected(
                                optional(told, "reason"), optional(told, "text"), optionalInstant(told, "until"));
                    case "restricted" ->
                        new PageEvent.Restricted(new Event.Restricted(
                                JSON.treeToValue(told.get("kind"), Event.Restriction.class),
                                told.path("active").asBoolean(),
                                optionalInstant(told, "until"),
                                optionalInt(told, "used"),
                                optionalInt(told, "quota")));
                    case "conflict" -> new PageEvent.Conflict();
                    case "loggedOut" -> new PageEvent.LoggedOut(string(told, "reason"));
                    case "broken" -> new PageEvent.ProfileBroken(string(told, "reason"));
                    case "message" -> message(told);
                    case "edited" ->
                        new PageEvent.Told(new Event.MessageEdited(
                                string(told, "messageId"),
                                string(told, "chatId"),
                                string(told, "from"),
                                told.path("fromMe").asBoolean(),
                                string(told, "text"),
                                instant(told, "timestamp")));
                    case "deleted" ->
                        new PageEvent.Told(new Event.MessageDeleted(
                                string(told, "messageId"),
                                string(told, "chatId"),
                                optional(told, "by"),
                                told.path("fromMe").asBoolean()));
                    case "reaction" ->
                        new PageEvent.Told(new Event.MessageReaction(
                                string(told, "messageId"),
                                string(told, "chatId"),
                                string(told, "from"),
                                string(told, "emoji"),
                                instant(told, "timestamp")));
                    case "vote" ->
                        new PageEvent.Told(new Event.PollVote(
                                string(told, "messageId"),
                                string(told, "chatId"),
                                string(told, "from"),
                                JSON.convertValue(told.path("options"), TEXTS),
                                instant(told, "timestamp")));
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
                optional(told, "senderName"),
                string(told, "kind"),
                optional(told, "text"),
                part(told, "media", Event.StoredMedia.class),
                part(told, "location", Content.Location.class),
                told.has("contacts") ? JSON.convertValue(told.get("contacts"), CARDS) : null,
                part(told, "poll", Content.Poll.class),
                part(told, "quoted", Event.Quoted.class),
                told.has("mentions") ? JSON.convertValue(told.get("mentions"), TEXTS) : null,
                told.has("forwarded") ? Boolean.TRUE : null,
                instant(told, "timestamp"));
        return fromMe
                ? new PageEvent.MessageSent(message)
                : new PageEvent.MessageReceived(message, told.path("backfill").asBoolean());
    }

    private static <T> @Nullable T part(JsonNode told, String field, Class<T> type) {
        return told.has(field) ? JSON.treeToValue(told.get(field), type) : null;
    }

    static String string(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static @Nullable String optional(JsonNode node, String field) {
        String value = string(node, field);
        return value.isEmpty() ? null : value;
    }

    private static @Nullable Integer optionalInt(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asInt() : null;
    }

    private static @Nullable Instant optionalInstant(JsonNode node, String field) {
        return node.hasNonNull(field) ? instant(node, field) : null;
    }

    private static Instant instant(JsonNode node, String field) {
        return Instant.ofEpochMilli(node.path(field).asLong());
    }
}
