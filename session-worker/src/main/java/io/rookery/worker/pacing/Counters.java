package io.rookery.worker.pacing;

import io.rookery.events.Event.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has been sent and received. Grows only: within a day and a slot of five minutes no number falls, and the day does not go back. So two states of the same session can be joined in any order
 * and any number of times, and nothing is counted twice.
 */
final class Counters {
    static final Duration SLOT = Duration.ofMinutes(5);
    static final Duration HOUR = Duration.ofHours(1);

    private final NavigableMap<Instant, Integer> slots = new TreeMap<>();
    private LocalDate day = LocalDate.EPOCH;
    private int sent;
    private int received;
    private @Nullable Instant lastSentAt;
    private @Nullable Instant lastReceivedAt;
    private @Nullable Instant lastUsedAt;

    /** The day that is counted; where a clock or a time zone has gone back, still the later one. */
    LocalDate day() {
        return day;
    }

    int sent() {
        return sent;
    }

    @Nullable Instant lastSentAt() {
        return lastSentAt;
    }

    @Nullable Instant lastReceivedAt() {
        return lastReceivedAt;
    }

    /** The last of all that is known of; null where that is nothing. */
    @Nullable Instant lastUse() {
        Instant last = lastUsedAt;
        if (lastSentAt != null) last = later(last, lastSentAt);
        return lastReceivedAt == null ? last : later(last, lastReceivedAt);
    }

    /** @return whether that is news */
    boolean used(Instant at) {
        if (lastUsedAt != null && !at.isAfter(lastUsedAt)) return false;
        lastUsedAt = at;
        return true;
    }

    void sent(Instant at) {
        slots.merge(slotOf(at), 1, Integer::sum);
        sent++;
        lastSentAt = later(lastSentAt, at);
    }

    void received(Instant at) {
        received++;
        lastReceivedAt = later(lastReceivedAt, at);
    }

    /** It is this day, at this time: what lies further back is forgotten. */
    void turnTo(LocalDate today, Instant now) {
        if (today.isAfter(day)) {
            day = today;
            sent = 0;
            received = 0;
        }
        slots.headMap(now.minus(HOUR).minus(SLOT), true).clear();
    }

    /** Messages of the slots that reach into the last sixty minutes. */
    int sentInTheHourBefore(Instant now) {
        return slots.tailMap(now.minus(HOUR).minus(SLOT), false).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** When fewer than this many of the slots' messages are within the last sixty minutes. */
    Instant roomInTheHour(int below, Instant now) {
        int left = sentInTheHourBefore(now);
        for (Map.Entry<Instant, Integer> slot :
                slots.tailMap(now.minus(HOUR).minus(SLOT), false).entrySet()) {
            left -= slot.getValue();
            if (left < below) return slot.getKey().plus(SLOT).plus(HOUR);
        }
        return now;
    }

    void join(Usage other) {
        if (other.day().isAfter(day)) {
            day = other.day();
            sent = other.sentToday();
            received = other.receivedToday();
        } else if (other.day().equals(day)) {
            sent = Math.max(sent, other.sentToday());
            received = Math.max(received, other.receivedToday());
        }
        other.recent().forEach(slot -> slots.merge(slot.from(), slot.sent(), Math::max));
        if (other.lastSentAt() != null) lastSentAt = later(lastSentAt, other.lastSentAt());
        if (other.lastReceivedAt() != null) lastReceivedAt = later(lastReceivedAt, other.lastReceivedAt());
        if (other.lastUsedAt() != null) lastUsedAt = later(lastUsedAt, other.lastUsedAt());
    }

    /** Null where there was nothing. */
    @Nullable Usage usage() {
        if (lastUse() == null) return null;
        return new Usage(
                day,
                sent,
                received,
                slots.entrySet().stream()
                        .map(slot -> new Usage.Slot(slot.getKey(), slot.getValue()))
                        .toList(),
                lastSentAt,
                lastReceivedAt,
                lastUsedAt);
    }

    private static Instant slotOf(Instant at) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), SLOT.toSeconds()) * SLOT.toSeconds());
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }
}
