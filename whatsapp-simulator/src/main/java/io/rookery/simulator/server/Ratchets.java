package io.rookery.simulator.server;

import io.rookery.simulator.ledger.Ledger;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What hurts a device that was restored from an older state: what others have encrypted for a later one it cannot
 * read. It asks for a retry; the sender's phone encrypts once more, some time later – or never, while it is offline.
 * Off unless it is asked for. A ratchet turns once per message that the device sends to an account; both sides count.
 */
final class Ratchets {

    private final Directory directory;
    private final Ledger ledger;
    private final Timers timers;
    private final Map<String, List<Runnable>> untilOnline = new HashMap<>();
    private Optional<Duration> retryAfter = Optional.empty();

    Ratchets(Directory directory, Ledger ledger, Timers timers) {
        this.directory = directory;
        this.ledger = ledger;
        this.timers = timers;
    }

    /** From now on messages are encrypted for a state; a retry takes that long. Empty: every state reads everything. */
    void retryAfter(Optional<Duration> delay) {
        retryAfter = delay;
    }

    void sent(Device device, String to) {
        device.turn(to, device.turn(to) + 1);
        directory.save(device);
    }

    JsonObject encrypt(Device device, JsonObject message) {
        return retryAfter.isEmpty() ? message : message.copy().put("turn", device.turn(message.getString("from")));
    }

    /** A device cannot read an item and says how far its own ratchet is. */
    void retry(PageConnection connection, Device device, long seq, int turn) {
        JsonObject item = device.queue().get(seq);
        if (item == null) {
            return;
        }
        JsonObject message = item.getJsonObject("message");
        String sender = message.getString("from");
        ledger.add(
                "retry",
                connection.fields().put("messageId", message.getString("id")).put("from", sender));
        timers.after(retryAfter.orElse(Duration.ZERO), () -> whenOnline(sender, () -> again(device, seq, turn)));
    }

    private void whenOnline(String number, Runnable task) {
        if (directory.find(number).filter(Phone::online).isPresent()) {
            task.run();
        } else {
            untilOnline.computeIfAbsent(number, none -> new ArrayList<>()).add(task);
        }
    }

    /** A phone is online again and does what it owes. */
    void online(String number) {
        List<Runnable> owed = untilOnline.remove(number);
        if (owed != null) {
            owed.forEach(Runnable::run);
        }
    }

    private void again(Device device, long seq, int turn) {
        JsonObject item = device.queue().get(seq);
        if (item == null) {
            return;
        }
        JsonObject message = item.getJsonObject("message").copy().put("turn", turn);
        device.turn(message.getString("from"), turn);
        directory.save(device);
        JsonObject fresh = item.copy().put("message", message);
        directory.replace(device, fresh);
        device.connection().ifPresent(page -> page.send(fresh.copy().put("t", "item")));
    }
}
