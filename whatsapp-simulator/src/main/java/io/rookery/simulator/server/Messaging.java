package io.rookery.simulator.server;

import io.rookery.simulator.ledger.Ledger;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Envelope messages. Everything for a linked device waits in its queue until the device has acknowledged it; a phone
 * acknowledges by itself while it is online. A message that a receiver has already seen is shown once.
 */
final class Messaging {

    private final Directory directory;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Ratchets ratchets;
    private final Queues queues;
    private final Receipts receipts;

    Messaging(
            Directory directory,
            Ledger ledger,
            InstantSource clock,
            Ratchets ratchets,
            Queues queues,
            Receipts receipts) {
        this.directory = directory;
        this.ledger = ledger;
        this.clock = clock;
        this.ratchets = ratchets;
        this.queues = queues;
        this.receipts = receipts;
    }

    /** A page sends. The same id may be sent again; receivers sort that out. */
    void sendFromDevice(PageConnection connection, Device device, JsonObject frame) {
        Phone from = directory.phone(device.number());
        String to = directory.address(frame.getString("to"));
        JsonObject message = message(frame.getString("id"), from, to, frame);
        ledger.add(
                "send", connection.fields().mergeIn(Envelope.fields(message)).put("text", message.getString("text")));
        JsonObject ack = new JsonObject()
                .put("t", "ack")
                .put("id", message.getString("id"))
                .put("to", to)
                .put("at", message.getLong("t"));
        boolean known = directory.isReachable(from, to);
        receipts.later(from.number(), () -> connection.send(ack.put("ack", known ? Receipts.SENT : -1)));
        if (!from.messages().containsKey(Envelope.key(message))) {
            ratchets.sent(device, to);
        }
        if (known) {
            route(from, device, message);
        }
    }

    /** The human sends on the phone. @throws Refused where nobody can be reached there */
    JsonObject sendFromPhone(Phone from, String to, JsonObject content, String id) {
        String address = directory.address(to);
        if (!directory.isReachable(from, address)) {
            throw new Refused(404, "No phone has this number, and no group of this phone this id.");
        }
        JsonObject message = message(id, from, address, content);
        ledger.add(
                "send",
                Envelope.fields(message)
                        .put("account", from.number())
                        .put("device", "phone")
                        .put("text", message.getString("text")));
        route(from, null, message);
        return message;
    }

    private JsonObject message(String id, Phone from, String to, JsonObject content) {
        Instant written = clock.instant().minusSeconds(content.getLong("ageSeconds", 0L));
        JsonObject message = new JsonObject()
                .put("id", id)
                .put("from", from.number())
                .put("to", to)
                .put("type", content.getString("type", "chat"))
                .put("text", content.getString("text", ""))
                .put("name", from.name())
                .put("lid", from.lid())
                .put("t", written.getEpochSecond())
                .put("at", written.toString());
        return Content.copy(content, message);
    }

    private void route(Phone from, @Nullable Device sender, JsonObject message) {
        String key = Envelope.key(message);
        if (!from.messages().containsKey(key)) {
            directory.saveMessage(from, key, message.copy().put("ack", Receipts.SENT));
        }
        for (Device other : directory.devicesOf(from.number())) {
            if (other != sender) {
                queues.push(other, new JsonObject().put("kind", "message").put("message", message));
            }
        }
        List<Phone> receivers = directory.receiversOf(message);
        if (receivers.isEmpty()) { // a note to oneself, or a group with nobody else in it
            receipts.raise(message, from.number(), Receipts.READ);
        }
        for (Phone to : receivers) {
            show(to, message);
            for (Device device : directory.devicesOf(to.number())) {
                JsonObject sealed = ratchets.encrypt(device, message);
                queues.push(device, new JsonObject().put("kind", "message").put("message", sealed));
            }
        }
    }

    /** The phone gets a message: at once, or when it is online again. */
    private void show(Phone to, JsonObject message) {
        String key = Envelope.key(message);
        if (to.messages().containsKey(key)) {
            ledger.add(
                    "duplicate",
                    Envelope.fields(message).put("account", to.number()).put("device", "phone"));
            receipts.repeat(message, to.number());
        } else {
            directory.saveMessage(
                    to, key, message.copy().put("ack", Receipts.SENT).put("delivered", false));
        }
        if (to.online()) {
            deliver(to, to.messages().get(key));
        }
    }

    private void deliver(Phone phone, @Nullable JsonObject message) {
        if (message != null && Boolean.FALSE.equals(message.getBoolean("delivered"))) {
            directory.saveMessage(
                    phone, Envelope.key(message), message.put("delivered", true).put("ack", Receipts.DELIVERED));
            ledger.add(
                    "deliver",
                    Envelope.fields(message).put("account", phone.number()).put("device", "phone"));
            receipts.raise(message, phone.number(), Receipts.DELIVERED);
        }
    }

    void online(String number, boolean online) {
        Phone phone = directory.phone(number);
        phone.online(online);
        directory.save(phone);
        ledger.add("phone-online", new JsonObject().put("account", number).put("online", online));
        if (online) {
            List.copyOf(phone.messages().values()).forEach(message -> deliver(phone, message));
            ratchets.online(number);
        }
    }

    /** A device says that it has stored these items. */
    void received(PageConnection connection, Device device, JsonArray seqs) {
        for (int i = 0; i < seqs.size(); i++) {
            Optional<JsonObject> item = directory.dequeue(device, seqs.getLong(i));
            item.map(kept -> kept.getJsonObject("message")).ifPresent(message -> {
                ledger.add("deliver", connection.fields().mergeIn(Envelope.fields(message)));
                if (!message.getString("from").equals(device.number())) {
                    receipts.raise(message, device.number(), Receipts.DELIVERED);
                }
            });
        }
    }

    /** Somebody types, records, stops, comes or goes; only pages that are there at the moment hear of it. */
    void presence(Phone from, String to, String state, JsonObject who) {
        String address = directory.address(to);
        ledger.add(
                "presence", who.put("account", from.number()).put("to", address).put("state", state));
        JsonObject frame = new JsonObject()
                .put("t", "presence")
                .put("from", from.number())
                .put("chat", Envelope.isGroup(address) ? address : from.number())
                .put("state", state);
        JsonObject route = new JsonObject().put("from", from.number()).put("to", address);
        for (Phone receiver : directory.receiversOf(route)) {
            for (Device device : directory.devicesOf(receiver.number())) {
                device.connection().ifPresent(page -> page.send(frame));
            }
        }
    }
}
