package io.rookery.simulator.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** What the human does with one phone, and what the human sees there. On the thread of the rules. */
public final class PhoneActions {

    private static final Set<String> STATES = Set.of("composing", "recording", "paused", "available", "unavailable");

    private final Phone phone;
    private final Directory directory;
    private final Messaging messaging;
    private final Receipts receipts;
    private final Amendments amendments;
    private final Supplier<String> ids;

    PhoneActions(
            Phone phone,
            Directory directory,
            Messaging messaging,
            Receipts receipts,
            Amendments amendments,
            Supplier<String> ids) {
        this.phone = phone;
        this.directory = directory;
        this.messaging = messaging;
        this.receipts = receipts;
        this.amendments = amendments;
        this.ids = ids;
    }

    /**
     * Sends a message.
     *
     * @param to a number, a hidden id with {@code @lid}, or the id of a group
     * @param content what is sent, in the fields of {@link Content}, with {@code type} and {@code text}; {@code replyTo}
     *     is the id of a message that this phone has, {@code ageSeconds} how long ago it was written
     * @return the message
     */
    public JsonObject send(String to, JsonObject content) {
        String replyTo = content.getString("replyTo");
        if (replyTo != null) {
            content.put("quoted", quote(message(replyTo)));
        }
        return view(messaging.sendFromPhone(phone, to, content, newId()));
    }

    private static JsonObject quote(JsonObject message) {
        return new JsonObject()
                .put("id", message.getString("id"))
                .put("author", message.getString("from"))
                .put("type", message.getString("type"))
                .put("text", message.getString("text"));
    }

    /** Reacts to a message; an empty emoji takes the reaction back. */
    public void react(String messageId, String emoji) {
        amend(messageId, new JsonObject().put("action", "reaction").put("emoji", emoji));
    }

    public void edit(String messageId, String text) {
        amend(messageId, new JsonObject().put("action", "edit").put("text", text));
    }

    /** Deletes an own message for everybody. */
    public void revoke(String messageId) {
        amend(messageId, new JsonObject().put("action", "revoke"));
    }

    /** Votes in a poll; no options take the vote back. */
    public void vote(String messageId, JsonArray options) {
        amend(messageId, new JsonObject().put("action", "vote").put("options", options));
    }

    private void amend(String messageId, JsonObject change) {
        amendments.fromPhone(phone, message(messageId), change.put("id", newId()));
    }

    /** Listens to a voice message. */
    public void play(String messageId) {
        receipts.played(phone, message(messageId));
    }

    public void read(String from) {
        receipts.read(phone.number(), directory.address(from), null);
    }

    public void presence(String to, String state) {
        if (!STATES.contains(state)) {
            throw new Refused(400, "The field state is one of composing, recording, paused, available, unavailable.");
        }
        messaging.presence(phone, to, state, new JsonObject().put("device", "phone"));
    }

    public void online(boolean online) {
        messaging.online(phone.number(), online);
    }

    /** Shows others a picture of these bytes, which are among the media. */
    public void picture(String sha256) {
        phone.picture(sha256);
        directory.save(phone);
    }

    /** What the human of this phone sees, oldest first. */
    public JsonArray messages() {
        JsonArray all = new JsonArray();
        phone.messages().values().stream().filter(PhoneActions::isSeen).forEach(message -> all.add(view(message)));
        return all;
    }

    private JsonObject message(String id) {
        return phone.messages().values().stream()
                .filter(message -> message.getString("id").equals(id) && isSeen(message))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new Refused(404, "This phone has no message with this id."));
    }

    private static boolean isSeen(JsonObject message) {
        return !Boolean.FALSE.equals(message.getBoolean("delivered"));
    }

    private JsonObject view(JsonObject message) {
        JsonObject seen = message.copy();
        List.of("owner", "key", "delivered", "t", "lid").forEach(seen::remove);
        return seen.put("kind", Content.kind(message))
                .put("chat", Envelope.chat(message, phone.number()))
                .put("fromMe", message.getString("from").equals(phone.number()));
    }

    private String newId() {
        return "3A" + ids.get().toUpperCase(Locale.ROOT);
    }
}
