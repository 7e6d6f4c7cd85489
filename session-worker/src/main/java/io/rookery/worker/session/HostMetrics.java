package io.rookery.worker.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What hosts measure. Labels are kinds and results only; nothing of a session or a person. */
public final class HostMetrics {
    private final MeterRegistry registry;
    private final Map<SessionId, Instant> checkpoints = new ConcurrentHashMap<>();
    private final Timer toPage;
    private final Timer toTopic;
    private final Timer takeover;
    private final Counter publishFailures;

    /** @param clock the wall clock */
    public HostMetrics(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        TimeGauge.builder("rookery.profile.checkpoint.age", () -> oldest(clock.instant()), TimeUnit.MILLISECONDS)
                .description(
                        "How old the newest checkpoint is of the linked session where it is oldest: what a lost host would lose")
                .register(registry);
        this.toPage = timer("rookery.command.to.page", "From a send's place in the log to the call of the page");
        this.toTopic = timer(
                "rookery.event.to.topic",
                "From an event's coming up to Kafka's acknowledgement: what a lost host loses");
        this.takeover = timer("rookery.takeover", "From the claim of a session to its ownership");
        this.publishFailures = Counter.builder("rookery.event.publish.failures")
                .description("Events that Kafka did not acknowledge in time; they are published again")
                .register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry);
    }

    void pageCalled(Instant recordTime, Instant now) {
        toPage.record(notNegative(recordTime, now));
    }

    void tookOver(Duration time) {
        takeover.record(time);
    }

    void answered(Event.Outcome outcome, Instant recordTime, Instant now) {
        limited(outcome);
        String status = outcome.status().name().toLowerCase(Locale.ROOT);
        Counter.builder("rookery.commands")
                .description("Commands that were answered by an owner")
                .tag("type", outcome.commandType())
                .tag("status", status)
                .register(registry)
                .increment();
        Timer.builder("rookery.command.duration")
                .description("From a command's place in the log to its outcome")
                .tag("type", outcome.commandType())
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry)
                .record(notNegative(recordTime, now));
    }

    /** Messages, not commands: a bulk may have many. */
    private void limited(Event.Outcome outcome) {
        if (outcome.items() == null) limited(outcome.code());
        else outcome.items().forEach(item -> limited(String.valueOf(item.get("code"))));
    }

    private void limited(String code) {
        String limit = switch (code) {
            case "RATE_LIMITED_HOUR" -> "hour";
            case "RATE_LIMITED_DAY" -> "day";
            case "WHATSAPP_RESTRICTED" -> "whatsapp";
            default -> null;
        };
        if (limit == null) return;
        Counter.builder("rookery.limit.refusals")
                .description("Messages that were refused because the session has sent enough")
                .tag("limit", limit)
                .register(registry)
                .increment();
    }

    /** @param at when the event came from the page or the host */
    void told(String type, Instant at, Instant now) {
        toTopic.record(notNegative(at, now));
        Counter.builder("rookery.events")
                .description("Events that were published")
                .tag("type", type)
                .register(registry)
                .increment();
    }

    void recycled(String reason) {
        Counter.builder("rookery.session.recycles")
                .description("Pages that were closed to be opened anew")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    void untold() {
        Counter.builder("rookery.event.untold")
                .description("Messages and acks that found no room while Kafka was away; the page tells them again")
                .register(registry)
                .increment();
    }

    void publishFailed() {
        publishFailures.increment();
    }

    /** A linked session works with a profile that is stored, as far as is known. Called again when it is stored again. */
    void stored(SessionId session, Instant at) {
        checkpoints.put(session, at);
    }

    /** Where nothing is known of a checkpoint, its age counts from here. */
    void linked(SessionId session, Instant at) {
        checkpoints.putIfAbsent(session, at);
    }

    /** The session is not here any more. */
    void left(SessionId session) {
        checkpoints.remove(session);
    }

    private long oldest(Instant now) {
        return checkpoints.values().stream()
                .mapToLong(at -> notNegative(at, now).toMillis())
                .max()
                .orElse(0);
    }

    private static Duration notNegative(Instant from, Instant to) {
        Duration time = Duration.between(from, to);
        return time.isNegative() ? Duration.ZERO : time;
    }
}
