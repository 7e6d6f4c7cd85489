package io.rookery.simulator.server;

import io.rookery.simulator.ledger.Ledger;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes to messages that are already there: {@code edit {text}}, {@code revoke}, {@code reaction {emoji}} and {@code
 * vote {options}}. They take effect for everybody in the chat, and wait for linked devices as messages do.
 */
final class Amendments {

    private static final Set<String> EDITABLE = Set.of("chat", "image", "video", "document");

    private final Directory directory;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Queues queues;
    private final Receipts receipts;

    Amendments(Directory directory, Ledger ledger, InstantSource clock, Queues queues, Receipts receipts) {
        this.directory = directory;
        this.ledger = ledger;
        this.clock = clock;
        this.queues = queues;
        this.receipts = receipts;
    }

    /** A page amends; what is against the rules is answered with a failure, as for a message. */
    void fromDevice(PageConnection connection, Device device, JsonObject frame) {
        Phone phone = directory.phone(device.number());
        JsonObject target =
                phone.messages().get(Envelope.key(frame.getString("author", ""), frame.getString("target", "")));
        int ack;
        try {
            if (target == null) {
                throw new Refused(404, "There is no such message.");
            }
            amend(phone, target, frame, connection.fields(), device);
            ack = Receipts.SENT;
        } catch (Refused refused) {
            ack = -1;
        }
        JsonObject answer = new JsonObject()
                .put("t", "ack")
                .put("id", frame.getString("id"))
                .put("ack", ack)
                .put("at", clock.instant().getEpochSecond());
        receipts.later(phone.number(), () -> connection.send(answer));
    }

    /** The human amends on the phone. @throws Refused where that is against the rules */
    void fromPhone(Phone phone, JsonObject target, JsonObject change) {
        JsonObject fields = new JsonObject().put("account", phone.number()).put("device", "phone");
        amend(phone, target, change, fields, null);
    }

    private void amend(Phone by, JsonObject target, JsonObject change, JsonObject who, @Nullable Device sender) {
        if (isRepeatedRevocation(by, target, change)) {
            return;
        }
        check(by, target, change);
        JsonObject amendment = new JsonObject()
                .put("action", change.getString("action"))
                .put("id", change.getString("id"))
                .put("target", target.getString("id"))
                .put("from", target.getString("from"))
                .put("to", target.getString("to"))
                .put("by", by.number())
                .put("at", clock.millis());
        for (String field : Set.of("text", "emoji", "options")) {
            if (change.containsKey(field)) {
                amendment.put(field, change.getValue(field));
            }
        }
        ledger.add(
                change.getString("action"),
                who.mergeIn(Envelope.fields(target))
                        .put("amendmentId", amendment.getString("id"))
                        .put("text", amendment.getString("text"))
                        .put("emoji", amendment.getString("emoji"))
                        .put("options", amendment.getJsonArray("options")));
        for (Phone holder : directory.peopleOf(target)) {
            JsonObject held = holder.messages().get(Envelope.key(target));
            if (held != null) {
                apply(held, amendment);
                directory.saveMessage(holder, Envelope.key(held), held);
            }
            for (Device device : directory.devicesOf(holder.number())) {
                if (device != sender) {
                    queues.push(
                            device, new JsonObject().put("kind", "amendment").put("amendment", amendment));
                }
            }
        }
    }

    /** A page that has heard no answer asks again. */
    private static boolean isRepeatedRevocation(Phone by, JsonObject target, JsonObject change) {
        return target.getBoolean("revoked", false)
                && "revoke".equals(change.getString("action"))
                && target.getString("from").equals(by.number());
    }

    private static void check(Phone by, JsonObject target, JsonObject change) {
        boolean own = target.getString("from").equals(by.number());
        if (target.getBoolean("revoked", false)) {
            throw new Refused(409, "The message was deleted.");
        }
        switch (change.getString("action", "")) {
            case "edit" -> {
                if (!own || !EDITABLE.contains(target.getString("type"))) {
                    throw new Refused(409, "Only an own text, or the caption of own media, can be edited.");
                }
                if (change.getString("text", "").isBlank()) {
                    throw new Refused(400, "The new text is missing.");
                }
            }
            case "revoke" -> {
                if (!own) {
                    throw new Refused(409, "Only an own message can be deleted for everyone.");
                }
            }
            case "reaction" -> {
                if (change.getString("emoji") == null) {
                    throw new Refused(400, "The field emoji is missing; an empty one takes the reaction back.");
                }
            }
            case "vote" -> checkVote(target.getJsonObject("poll"), change.getJsonArray("options"));
            default -> throw new Refused(400, "The server does not know this change.");
        }
    }

    private static void checkVote(@Nullable JsonObject poll, @Nullable JsonArray chosen) {
        if (poll == null) {
            throw new Refused(409, "The message is not a poll.");
        }
        if (chosen == null || !poll.getJsonArray("options").getList().containsAll(chosen.getList())) {
            throw new Refused(400, "The field options names answers of the poll; none takes the vote back.");
        }
        int most = poll.getInteger("selectable", 0);
        if (most > 0 && chosen.size() > most) {
            throw new Refused(400, "The poll allows fewer answers at once.");
        }
    }

    private static void apply(JsonObject message, JsonObject amendment) {
        switch (amendment.getString("action")) {
            case "edit" -> message.put("text", amendment.getString("text")).put("edited", true);
            case "revoke" -> {
                Content.clear(message);
                message.put("text", "").put("revoked", true);
            }
            case "reaction" ->
                replace(
                        message,
                        "reactions",
                        amendment,
                        "emoji",
                        amendment.getString("emoji").isEmpty());
            default ->
                replace(
                        message,
                        "votes",
                        amendment,
                        "options",
                        amendment.getJsonArray("options").isEmpty());
        }
    }

    /** One entry per person: the newest. */
    private static void replace(JsonObject message, String list, JsonObject amendment, String field, boolean none) {
        String by = amendment.getString("by");
        JsonArray entries = new JsonArray();
        for (Object entry : message.getJsonArray(list, new JsonArray())) {
            if (!((JsonObject) entry).getString("from").equals(by)) {
                entries.add(entry);
            }
        }
        if (!none) {
            entries.add(new JsonObject().put("from", by).put(field, amendment.getValue(field)));
        }
        message.put(list, entries);
    }
}
