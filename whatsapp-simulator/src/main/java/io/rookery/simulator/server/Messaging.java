package io.rookery.simulator.server;

import io.rookery.simulator.ledger.Ledger;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Routes messages and receipts. Everything for a linked device waits in its queue until the device has acknowledged
 * it; a phone acknowledges by itself while it is online. A message that a receiver has already seen is shown once.
 */
final class Messaging {

    static final int SENT = 1;
    static final int DELIVERED = 2;
    static final int READ = 3;

    private final Directory directory;
    private final Ledger ledger;
    private final Timers timers;
    private final InstantSource clock;
    private final Ratchets ratchets;
    private final Map<String, Duration> ackDelays = new HashMap<>();

    Messaging(Directory directory, Ledger ledger, Timers timers, InstantSource clock, Ratchets ratchets) {
        this.ratchets = ratchets;
        this.directory = directory;
        this.ledger = ledger;
        this.timers = timers;
        this.clock = clock;
    }

    /** Every ack and receipt for a number is held back that long; {@code *} stands for all numbers. */
    void delayAcks(String number, Duration delay) {
        if (delay.isZero()) {
            ackDelays.remove(number);
        } else {
            ackDelays.put(number, delay);
        }
    }

    /** A page sends. The same id may be sent again; receivers sort that out. */
    void sendFromDevice(PageConnection connection, Device device, JsonObject frame) {
        Phone from = directory.phone(device.number());
        String to = frame.getString("to");
        JsonObject message =
                message(frame.getString("id"), from, to, frame.getString("type", "chat"), frame.getString("body", ""));
        ledger.add("send", connection.fields().mergeIn(route(message)).put("text", message.getString("text")));
        JsonObject ack = new JsonObject()
                .put("t", "ack")
                .put("id", message.getString("id"))
                .put("to", to)
                .put("at", message.getLong("t"));
        boolean known = directory.find(to).isPresent();
        later(from.number(), () -> connection.send(ack.put("ack", known ? SENT : -1)));
        if (!from.messages().containsKey(key(message))) {
            ratchets.sent(device, to);
        }
        if (known) {
            route(from, device, message);
        }
    }

    /** The human types a message on the phone. */
    JsonObject sendFromPhone(String number, String to, String text, String id) {
        Phone from = directory.phone(number);
        directory.phone(to);
        JsonObject message = message(id, from, to, "chat", text);
        ledger.add(
                "send",
                route(message).put("account", number).put("device", "phone").put("text", text));
        route(from, null, message);
        return message;
    }

    private JsonObject message(String id, Phone from, String to, String type, String text) {
        return new JsonObject()
                .put("id", id)
                .put("from", from.number())
                .put("to", to)
                .put("type", type)
                .put("text", text)
                .put("name", from.name())
                .put("t", clock.instant().getEpochSecond())
                .put("at", clock.instant().toString());
    }

    private static JsonObject route(JsonObject message) {
        return new JsonObject()
                .put("messageId", message.getString("id"))
                .put("from", message.getString("from"))
                .put("to", message.getString("to"));
    }

    private void route(Phone from, @Nullable Device sender, JsonObject message) {
        String key = key(message);
        if (!from.messages().containsKey(key)) {
            directory.saveMessage(from, key, message.copy().put("ack", SENT));
        }
        for (Device other : directory.devicesOf(from.number())) {
            if (other != sender) {
                push(other, new JsonObject().put("kind", "message").put("message", message));
            }
        }
        Phone to = directory.phone(message.getString("to"));
        if (to == from) {
            raise(message, READ);
            return;
        }
        show(to, message);
        for (Device device : directory.devicesOf(to.number())) {
            JsonObject sealed = ratchets.encrypt(device, message);
            push(device, new JsonObject().put("kind", "message").put("message", sealed));
        }
    }

    /** The phone gets a message: at once, or when it is online again. */
    private void show(Phone to, JsonObject message) {
        JsonObject seen = to.messages().get(key(message));
        if (seen != null) {
            ledger.add("duplicate", route(message).put("account", to.number()).put("device", "phone"));
            repeatReceipt(message);
        } else {
            directory.saveMessage(
                    to, key(message), message.copy().put("ack", SENT).put("delivered", false));
        }
        if (to.online()) {
            deliver(to, to.messages().get(key(message)));
        }
    }

    private void deliver(Phone phone, @Nullable JsonObject message) {
        if (message != null && Boolean.FALSE.equals(message.getBoolean("delivered"))) {
            directory.saveMessage(
                    phone, key(message), message.put("delivered", true).put("ack", DELIVERED));
            ledger.add("deliver", route(message).put("account", phone.number()).put("device", "phone"));
            raise(message, DELIVERED);
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

    /** Sends all that waits for a device that has just logged in. */
    int flush(Device device, PageConnection connection) {
        List<JsonObject> waiting = List.copyOf(device.queue().values());
        waiting.forEach(item -> connection.send(item.copy().put("t", "item")));
        return waiting.size();
    }

    private void push(Device device, JsonObject item) {
        JsonObject queued = directory.enqueue(device, item);
        device.connection().ifPresent(page -> page.send(queued.copy().put("t", "item")));
    }

    /** A device says that it has stored these items. */
    void received(PageConnection connection, Device device, JsonArray seqs) {
        for (int i = 0; i < seqs.size(); i++) {
            Optional<JsonObject> item = directory.dequeue(device, seqs.getLong(i));
            item.map(kept -> kept.getJsonObject("message")).ifPresent(message -> {
                ledger.add("deliver", connection.fields().mergeIn(route(message)));
                if (!message.getString("from").equals(device.number())) {
                    raise(message, DELIVERED);
                }
            });
        }
    }

    /** Somebody of this account has read the chat with the other one. */
    void read(String number, String other, @Nullable Device reader) {
        Phone phone = directory.phone(number);
        List<JsonObject> unread = phone.messages().values().stream()
                .filter(message -> message.getString("from").equals(other) && message.getInteger("ack") < READ)
                .toList();
        for (JsonObject message : unread) {
            directory.saveMessage(phone, key(message), message.put("ack", READ));
            raise(message, READ);
        }
        for (Device device : directory.devicesOf(number)) {
            if (device != reader) {
                push(device, new JsonObject().put("kind", "seen").put("chat", other));
            }
        }
    }

    /** Tells the sender's phone and devices of a higher ack; a lower one or the same is old news. */
    private void raise(JsonObject message, int ack) {
        Optional<Phone> sender = directory.find(message.getString("from"));
        JsonObject own = sender.map(phone -> phone.messages().get(key(message))).orElse(null);
        if (sender.isEmpty() || own == null || own.getInteger("ack") >= ack) {
            return;
        }
        directory.saveMessage(sender.get(), key(message), own.put("ack", ack));
        ledger.add("ack", route(message).put("account", sender.get().number()).put("ack", ack));
        tell(message, ack);
    }

    /** Who sends an id again may never have heard what became of it. */
    private void repeatReceipt(JsonObject message) {
        directory
                .find(message.getString("from"))
                .map(phone -> phone.messages().get(key(message)))
                .map(own -> own.getInteger("ack"))
                .filter(ack -> ack >= DELIVERED)
                .ifPresent(ack -> tell(message, ack));
    }

    private void tell(JsonObject message, int ack) {
        JsonObject receipt = new JsonObject()
                .put("kind", "receipt")
                .put("chat", message.getString("to"))
                .put("ids", new JsonArray().add(message.getString("id")))
                .put("ack", ack)
                .put("at", clock.instant().getEpochSecond());
        String number = message.getString("from");
        later(number, () -> directory.devicesOf(number).forEach(device -> push(device, receipt)));
    }

    void presence(String from, String to, String state) {
        ledger.add(
                "presence", new JsonObject().put("account", from).put("to", to).put("state", state));
        for (Device device : directory.devicesOf(to)) {
            device.connection()
                    .ifPresent(page -> page.send(new JsonObject()
                            .put("t", "presence")
                            .put("from", from)
                            .put("state", state)));
        }
    }

    private void later(String number, Runnable task) {
        Duration delay = ackDelays.getOrDefault(number, ackDelays.getOrDefault("*", Duration.ZERO));
        if (delay.isZero()) {
            task.run();
        } else {
            timers.after(delay, task);
        }
    }

    private static String key(JsonObject message) {
        return message.getString("from") + "/" + message.getString("id");
    }
}
