package io.rookery.simulator.server;

import io.rookery.simulator.ledger.Ledger;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The "What's new" dialog. It is shown to every device of an account until somebody presses its button there; a device
 * where nobody does so in time, counted from when it was first shown, is unlinked.
 */
final class Onboarding {

    private final Directory directory;
    private final Ledger ledger;
    private final Timers timers;
    private final BiConsumer<Device, String> unlink;
    private final Map<String, Duration> times = new HashMap<>();
    private final Map<String, Runnable> open = new HashMap<>();
    private final Set<String> dismissed = new HashSet<>();

    Onboarding(Directory directory, Ledger ledger, Timers timers, BiConsumer<Device, String> unlink) {
        this.directory = directory;
        this.ledger = ledger;
        this.timers = timers;
        this.unlink = unlink;
    }

    /** From now on the devices of this account see the dialog, those that are linked later, too. Zero ends it. */
    void show(String number, Duration within) {
        for (Device device : directory.devicesOf(number)) {
            dismissed.remove(device.id());
            end(device);
        }
        if (within.isZero()) {
            times.remove(number);
            return;
        }
        times.put(number, within);
        directory.devicesOf(number).forEach(device -> device.connection().ifPresent(page -> loggedIn(page, device)));
    }

    /** A page that has just logged in sees a dialog that is still to be answered. */
    void loggedIn(PageConnection page, Device device) {
        Duration within = times.get(device.number());
        if (within == null || dismissed.contains(device.id())) {
            return;
        }
        page.send(new JsonObject().put("t", "whats-new"));
        if (!open.containsKey(device.id())) {
            ledger.add("dialog", page.fields());
            open.put(device.id(), timers.after(within, () -> overdue(device)));
        }
    }

    private void overdue(Device device) {
        open.remove(device.id());
        if (directory.device(device.id()).isPresent()) {
            unlink.accept(device, "onboarding-dialog");
        }
    }

    /** Somebody has pressed the button. */
    void dismissed(PageConnection page, Device device) {
        if (open.containsKey(device.id())) {
            end(device);
            dismissed.add(device.id());
            ledger.add("dialog-dismissed", page.fields());
        }
    }

    private void end(Device device) {
        Runnable cancel = open.remove(device.id());
        if (cancel != null) {
            cancel.run();
        }
    }
}
