package io.rookery.worker.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the page's messages were told, so that none is told twice, however often the page shows it, and those that were not can be asked for. What the page has from {@link #since} on and is
 * not in here was not told.
 */
final class Inbox {
    static final int REMEMBERED = 2000;

    /** A message that was told. */
    record Told(String id, Instant timestamp) {}

    private final Map<String, Instant> told = new LinkedHashMap<>();
    private @Nullable Instant since;

    /** What an earlier process on this profile has told. */
    void resume(Instant from, List<Told> known) {
        since = from;
        known.forEach(it -> add(it.id(), it.timestamp()));
    }

    /** From now on the page's messages are told. @return whether it was so before: then there may be some that were not */
    boolean beginOrGoOn(Instant now) {
        if (since != null) return true;
        since = now.minusMillis(now.toEpochMilli() % 1000); // WhatsApp counts whole seconds
        return false;
    }

    Instant since() {
        return since == null ? Instant.MAX : since;
    }

    /** @return whether it is news */
    boolean add(String id, Instant timestamp) {
        if (told.putIfAbsent(id, timestamp) != null) return false;
        if (told.size() > REMEMBERED) {
            Map.Entry<String, Instant> oldest = told.entrySet().iterator().next();
            told.remove(oldest.getKey());
            Instant next = oldest.getValue().plusSeconds(1);
            if (since == null || next.isAfter(since)) since = next;
        }
        return true;
    }

    /** There was no room to tell it. */
    void forget(String id) {
        told.remove(id);
    }
}
