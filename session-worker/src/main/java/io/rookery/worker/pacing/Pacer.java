package io.rookery.worker.pacing;

import io.rookery.events.Event;
import io.rookery.events.Event.Usage;
import io.rookery.events.Health;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a session may send one more message, and counts what has left. A state machine without a clock; one thread at a time.
 *
 * <p>The hour slides: in no sixty minutes do more messages leave than it allows. It is counted in slots of five minutes, so room may come up to five minutes late, never early; an hour that
 * begins anew on the hour would let twice as many leave around it. The day begins at midnight of the session's zone.
 */
public final class Pacer {
    private final Counters counters = new Counters();
    private Limits limits;
    private @Nullable Hold hold;
    private @Nullable Instant known; // what was received before it was counted by a predecessor
    private @Nullable Usage usage; // as it was last told; null: it has changed

    /** WhatsApp's own word. */
    private record Hold(String reason, Instant until) {}

    public Pacer(Limits limits) {
        this.limits = limits;
    }

    public void limit(Limits now) {
        limits = now;
    }

    public Limits limits() {
        return limits;
    }

    /** What predecessors have counted. In any order; the same twice does no harm. */
    public void inherit(Usage earlier) {
        counters.join(earlier);
        known = counters.lastReceivedAt();
        usage = null;
    }

    /**
     * WhatsApp lets the account send nothing, or nothing new, until then. The page says so again after a take-over, so it is not kept.
     *
     * @param reason in a few words, for people
     */
    public void hold(String reason, Instant until) {
        hold = new Hold(reason, until);
    }

    /** WhatsApp lets the account send again. */
    public void release() {
        hold = null;
    }

    /** What WhatsApp's own word refuses, whatever the limits say. */
    public Optional<Permission.Refused> held(Instant now) {
        return hold == null || !now.isBefore(hold.until())
                ? Optional.empty()
                : Optional.of(new Permission.Refused(
                        Permission.WHATSAPP_RESTRICTED,
                        "WhatsApp restricts the account: " + hold.reason(),
                        hold.until()));
    }

    /** Asked right before a message leaves. */
    public Permission ask(Instant now) {
        turn(now);
        Optional<Permission.Refused> held = held(now);
        if (held.isPresent()) return held.get();
        if (limits.perDay() > 0 && counters.sent() >= limits.perDay())
            return new Permission.Refused(
                    "RATE_LIMITED_DAY",
                    "the session has sent the " + limits.perDay() + " messages that it may send a day",
                    nextDay());
        if (limits.perHour() > 0 && counters.sentInTheHourBefore(now) >= limits.perHour())
            return new Permission.Refused(
                    "RATE_LIMITED_HOUR",
                    "the session has sent the " + limits.perHour() + " messages that it may send within an hour",
                    counters.roomInTheHour(limits.perHour(), now));
        Instant next = nextAfterGap(now);
        return next.isAfter(now) ? new Permission.Later(next) : Permission.GRANTED;
    }

    /** A clock that was set back makes nobody wait longer than the gap. */
    private Instant nextAfterGap(Instant now) {
        Instant last = counters.lastSentAt();
        if (last == null || last.isAfter(now.plus(limits.gap()))) return now;
        return last.plus(limits.gap());
    }

    /** A message has left: the page has taken it, or it is found to have been sent, or nobody can tell. */
    public void sent(Instant now) {
        turn(now);
        counters.sent(now);
        usage = null;
    }

    /** A message came in. What is older than today, or was counted by a predecessor, does not count. */
    public void received(Instant timestamp, Instant now) {
        turn(now);
        if (known != null && !timestamp.isAfter(known)) return;
        if (timestamp.atZone(limits.zone()).toLocalDate().isBefore(counters.day())) return;
        counters.received(timestamp);
        usage = null;
    }

    /** The session was used otherwise than by sending and receiving: it is not idle. */
    public void wasUsed(Instant at) {
        if (counters.used(at)) usage = null;
    }

    /** When the session sent, received or was used last, as far as is known; null where nothing is. */
    public @Nullable Instant lastUse() {
        return counters.lastUse();
    }

    /** What has been used up to now; null where that is nothing at all. The same object until it changes. */
    public @Nullable Usage usage(Instant now) {
        turn(now);
        if (usage == null) usage = counters.usage();
        return usage;
    }

    /** Null where there is no limit of the day. */
    public Event.@Nullable Limits used(Instant now) {
        if (limits.perDay() == 0) return null;
        turn(now);
        return new Event.Limits(
                counters.sentInTheHourBefore(now),
                limits.perHour(),
                counters.sent(),
                limits.perDay(),
                (int) (100L * counters.sent() / limits.perDay()),
                level(counters.sent(), limits.perDay()),
                nextDay());
    }

    /** Below 70 % of the day's messages healthy, up to 90 % a warning, above it critical. */
    static Health level(int sent, int perDay) {
        if (100L * sent < 70L * perDay) return Health.HEALTHY;
        return 100L * sent <= 90L * perDay ? Health.WARNING : Health.CRITICAL;
    }

    private void turn(Instant now) {
        LocalDate before = counters.day();
        LocalDate today = now.atZone(limits.zone()).toLocalDate();
        counters.turnTo(today, now);
        if (!before.equals(counters.day())) usage = null;
    }

    /** Where a day has no midnight because clocks go forward then, its first moment. */
    private Instant nextDay() {
        return counters.day().plusDays(1).atStartOfDay(limits.zone()).toInstant();
    }
}
