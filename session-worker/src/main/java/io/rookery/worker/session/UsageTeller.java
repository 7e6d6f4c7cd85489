package io.rookery.worker.session;

import io.rookery.events.Event;
import io.rookery.events.Health;
import org.jspecify.annotations.Nullable;

/** Tells how far the session has used up its limits: when the level changes, and with each tenth of the day's messages. A new owner tells it once more. */
final class UsageTeller {
    private final HostContext host;
    private final Narrator narrator;
    private Health level = Health.HEALTHY;
    private int tenths;

    UsageTeller(HostContext host, Narrator narrator) {
        this.host = host;
        this.narrator = narrator;
    }

    /** Called after every input. */
    void progress() {
        Event.@Nullable Limits used = host.pacer.used(host.now().wall());
        if (used == null || (used.level() == level && used.percent() / 10 == tenths)) return;
        level = used.level();
        tenths = used.percent() / 10;
        narrator.used(used);
    }
}
