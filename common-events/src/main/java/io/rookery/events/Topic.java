package io.rookery.events;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The topics, without their prefix. The key of every record is the session id, but for those that belong to no session. */
public enum Topic {
    COMMANDS("commands", Duration.ofDays(7)),
    STATUS("events.status", Duration.ofDays(30)),
    QR("events.qr", Duration.ofHours(1)),
    MESSAGE("events.message", Duration.ofDays(7)),
    /** Longer than the commands: as long as one of those is there, so is its outcome. */
    OUTCOME("events.outcome", Duration.ofDays(8)),
    SESSIONS("sessions", null),
    /** What is configured at run time and belongs to no session: one partition, so that all of it has one order. */
    CONFIG("config", null),
    /** Who did what. */
    AUDIT("audit", Duration.ofDays(90)),
    DEAD_LETTER("commands.dlt", Duration.ofDays(30)),
    /** Events that a web hook shall get once more. */
    WEBHOOK_REPLAY("webhooks.replay", Duration.ofDays(7)),
    /** Events that a web hook did not take; the key is the web hook. */
    WEBHOOK_DEAD_LETTER("webhooks.dlt", Duration.ofDays(30)),
    /** What became of each attempt to deliver an event, without the event; the key is the web hook. */
    WEBHOOK_DELIVERY("webhooks.deliveries", Duration.ofDays(3));

    private final String suffix;
    private final @Nullable Duration retention;

    Topic(String suffix, @Nullable Duration retention) {
        this.suffix = suffix;
        this.retention = retention;
    }

    /** The full name, {@code rookery.events.qr} for the prefix {@code rookery.}. */
    public String name(String prefix) {
        return prefix + suffix;
    }

    /** How long records are kept; empty for a compacted topic. */
    public Optional<Duration> retention() {
        return Optional.ofNullable(retention);
    }
}
