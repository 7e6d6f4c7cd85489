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

/** Sent, delivered, read, played: acks only rise, and the sender's phone and devices hear of each step once. */
final class Receipts {

    static final int SENT = 1;
    static final int DELIVERED = 2;
    static final int READ = 3;
    static final int PLAYED = 4;

    private final Directory directory;
    private final Ledger ledger;
    private final Timers timers;
    private final InstantSource clock;
    private final Queues queues;
    private final Map<String, Duration> delays = new HashMap<>();

    Receipts(Directory directory, Ledger ledger, Timers timers, InstantSource clock, Queues queues) {
        this.directory = directory;
        this.ledger = ledger;
        this.timers = timers;
        this.clock = clock;
        this.queues = queues;
    }

    /** Every ack and receipt for a number is held back that long; {@code *} stands for all numbers. */
    void delay(String number, Duration delay) {
        if (delay.isZero()) {
            delays.remove(number);
        } else {
            delays.put(number, delay);
        }
    }

    /** Answers a number now, or as late as its acks are held back. */
    void later(String number, Runnable task) {
        Duration delay = delays.getOrDefault(number, delays.getOrDefault("*", Duration.ZERO));
        if (delay.isZero()) {
            task.run();
        } else {
            timers.after(delay, task);
        }
    }

    /** Somebody of this account has read the chat with a number, or a group. */
    void read(String number, String chat, @Nullable PageConnection connection) {
        Phone phone = directory.phone(number);
        List<JsonObject> unread = phone.messages().values().stream()
                .filter(message -> Envelope.chat(message, number).equals(chat)
                        && !message.getString("from").equals(number)
                        && message.getInteger("ack") < READ)
                .toList();
        JsonObject fields = connection == null
                ? new JsonObject().put("account", number).put("device", "phone")
                : connection.fields();
        ledger.add("seen", fields.put("from", number).put("to", chat).put("count", unread.size()));
        unread.forEach(message -> raisedBy(phone, message, READ));
        Device reader = connection == null ? null : connection.device().orElse(null);
        for (Device device : directory.devicesOf(number)) {
            if (device != reader) {
                queues.push(device, new JsonObject().put("kind", "seen").put("chat", chat));
            }
        }
    }

    /** The human has listened to a voice message. @throws Refused where it is none, or an own one */
    void played(Phone phone, JsonObject message) {
        if (!"ptt".equals(message.getString("type"))
                || message.getString("from").equals(phone.number())) {
            throw new Refused(409, "Only a voice message of somebody else can be played.");
        }
        raisedBy(phone, message, PLAYED);
    }

    private void raisedBy(Phone phone, JsonObject message, int ack) {
        if (message.getInteger("ack") < ack) {
            directory.saveMessage(phone, Envelope.key(message), message.put("ack", ack));
            raise(message, phone.number(), ack);
        }
    }

    /** Tells the sender's phone and devices of a higher ack; a lower one or the same is old news. */
    void raise(JsonObject message, String receiver, int ack) {
        Optional<Phone> sender = directory.find(message.getString("from"));
        JsonObject own =
                sender.map(phone -> phone.messages().get(Envelope.key(message))).orElse(null);
        if (sender.isEmpty() || own == null || own.getInteger("ack") >= ack) {
            return;
        }
        directory.saveMessage(sender.get(), Envelope.key(message), own.put("ack", ack));
        ledger.add(
                "ack",
                Envelope.fields(message).put("account", sender.get().number()).put("ack", ack));
        tell(message, receiver, ack);
    }

    /** Who sends an id again may never have heard what became of it. */
    void repeat(JsonObject message, String receiver) {
        directory
                .find(message.getString("from"))
                .map(phone -> phone.messages().get(Envelope.key(message)))
                .map(own -> own.getInteger("ack"))
                .filter(ack -> ack >= DELIVERED)
                .ifPresent(ack -> tell(message, receiver, ack));
    }

    private void tell(JsonObject message, String receiver, int ack) {
        JsonObject receipt = new JsonObject()
                .put("kind", "receipt")
                .put("chat", message.getString("to"))
                .put("by", receiver)
                .put("ids", new JsonArray().add(message.getString("id")))
                .put("ack", ack)
                .put("at", clock.instant().getEpochSecond());
        String number = message.getString("from");
        later(number, () -> directory.devicesOf(number).forEach(device -> queues.push(device, receipt)));
    }
}
