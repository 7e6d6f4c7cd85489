package io.rookery.worker.media;

import io.rookery.store.StoreUnavailable;
import io.rookery.store.media.MediaStore;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes files of messages that have become old. Every worker does it, each at its own time: two that meet do the same, and what one leaves the next one finds. For one thread. */
public final class MediaCleaner {
    private static final Logger log = LoggerFactory.getLogger(MediaCleaner.class);
    private static final Duration PERIOD = Duration.ofHours(1);
    /** In one go, so that a worker that stops need not wait. */
    private static final int AT_ONCE = 500;

    private final MediaStore store;
    private final Duration keptFor;
    private long next;

    /**
     * @param keptFor zero for ever
     * @param first when it begins, in milliseconds of a clock that never jumps; another time for each worker
     */
    public MediaCleaner(MediaStore store, Duration keptFor, long first) {
        this.store = store;
        this.keptFor = keptFor;
        this.next = first;
    }

    /** How long after its start a worker may begin at most. */
    public static Duration period() {
        return PERIOD;
    }

    /**
     * Removes some, where it is time for it. To be called again and again.
     *
     * @param now in milliseconds of the same clock
     */
    public void look(long now) {
        if (keptFor.isZero() || now - next < 0) return;
        try {
            int removed = store.removeOlderThan(keptFor, AT_ONCE);
            if (removed > 0) log.atInfo().addKeyValue("files", removed).log("old files of messages are removed");
            if (removed < AT_ONCE) next = now + PERIOD.toMillis();
        } catch (StoreUnavailable e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("old files of messages are not removed yet");
            next = now + PERIOD.toMillis();
        }
    }
}
