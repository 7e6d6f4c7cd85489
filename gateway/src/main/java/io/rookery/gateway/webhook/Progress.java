package io.rookery.gateway.webhook;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** How far one partition is done: what is finished out of order, and the lowest record that is not. For one thread at a time. */
final class Progress {
    /** What was begun, from the lowest unfinished record on. */
    private final TreeMap<Long, Begun> begun = new TreeMap<>();

    private long next;
    private Instant lastWritten;

    private record Begun(Instant writtenAt, boolean finished) {}

    /** Where to go on after a crash. {@code writtenAt}: of the record there, or of the last one before. */
    record Position(long offset, Instant writtenAt) {}

    /** @param next the first record that will be read */
    Progress(long next, Instant lastWritten) {
        this.next = next;
        this.lastWritten = lastWritten;
    }

    void begin(long offset, Instant writtenAt) {
        begun.put(offset, new Begun(writtenAt, false));
        pass(offset, writtenAt);
    }

    /** A record that is nothing to do. */
    void pass(long offset, Instant writtenAt) {
        next = Math.max(next, offset + 1);
        lastWritten = writtenAt;
    }

    void finish(long offset) {
        begun.computeIfPresent(offset, (ignored, record) -> new Begun(record.writtenAt(), true));
        while (!begun.isEmpty() && begun.firstEntry().getValue().finished()) begun.pollFirstEntry();
    }

    Position position() {
        Map.Entry<Long, Begun> lowest = begun.firstEntry();
        return lowest == null
                ? new Position(next, lastWritten)
                : new Position(lowest.getKey(), lowest.getValue().writtenAt());
    }

    /** How many records a successor would take up that are under way here, or finished behind one that is. */
    int open() {
        return begun.size();
    }
}
