package io.rookery.gateway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One endpoint at work: takes events from whoever reads them, has them sent on virtual threads as the {@link Schedule} says, and tells how far each partition is done. Safe for use by many threads; only
 * what is sent and written blocks, on threads of its own.
 */
public final class Endpoint implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Endpoint.class);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(2);

    private final Webhook webhook;
    private final Ports ports;
    private final Limits limits;
    private final Schedule schedule;
    private final Map<Delivery.Partition, Progress> progress = new HashMap<>();
    private final ExecutorService threads;
    private @Nullable ScheduledFuture<?> alarm;
    private boolean closed;

    /**
     * What the endpoint works with.
     *
     * @param gone called when it wants nothing any more, on a thread that may block
     */
    record Ports(
            Sender sender,
            DeadLetters deadLetters,
            DeliveryLog log,
            WebhookMetrics metrics,
            ScheduledExecutorService alarms,
            InstantSource clock,
            RandomGenerator random,
            Runnable gone) {}

    /**
     * How much at once.
     *
     * @param parallel requests
     * @param held events of all partitions
     * @param weight of all that is held, in bytes
     * @param open events of one partition that are under way, or finished behind one that is
     */
    record Limits(RetryPolicy retry, Breaker.Settings breaker, int parallel, int held, long weight, int open) {}

    Endpoint(Webhook webhook, Ports ports, Limits limits) {
        this.webhook = webhook;
        this.ports = ports;
        this.limits = limits;
        this.schedule = new Schedule(limits.parallel(), limits.breaker());
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("webhook-" + webhook.id() + "-", 0).factory());
    }

    public Webhook webhook() {
        return webhook;
    }

    // ---- the reader's side ----

    /** @param next the first record that will be offered or passed */
    public synchronized void assigned(Delivery.Partition partition, long next, Instant lastWritten) {
        progress.put(partition, new Progress(next, lastWritten));
    }

    public synchronized void revoked(Delivery.Partition partition) {
        progress.remove(partition);
        schedule.forget(partition);
        pump();
    }

    /** The records of a partition come in their order. */
    public synchronized void offer(Delivery delivery, Earlier earlier) {
        Progress at = progress.get(delivery.partition());
        if (at == null || closed) return;
        at.begin(delivery.offset(), delivery.writtenAt());
        schedule.add(delivery, earlier);
        pump();
    }

    /** A record that this endpoint does not get. */
    public synchronized void pass(Delivery.Partition partition, long offset, Instant writtenAt) {
        Progress at = progress.get(partition);
        if (at != null) at.pass(offset, writtenAt);
    }

    /** Whether nothing more of the partition should be offered for now. */
    public synchronized boolean isFull(Delivery.Partition partition) {
        Progress at = progress.get(partition);
        return schedule.held() >= limits.held()
                || schedule.weight() >= limits.weight()
                || (at != null && at.open() >= limits.open());
    }

    /**
     * How far a partition is done.
     *
     * @param offset where to go on after a crash
     * @param writtenAt of the record there, or of the last one before
     * @param tried by offset, what is to be remembered of attempts in vain
     */
    public record Done(long offset, Instant writtenAt, Map<Long, Earlier> tried) {}

    public synchronized Map<Delivery.Partition, Done> done() {
        Map<Delivery.Partition, Done> done = new HashMap<>();
        progress.forEach((partition, at) -> {
            Progress.Position position = at.position();
            done.put(partition, new Done(position.offset(), position.writtenAt(), schedule.tried(partition)));
        });
        return done;
    }

    /** Since when its oldest event waits; now where none does. */
    synchronized Instant waitingSince(Instant now) {
        return progress.values().stream()
                .filter(at -> at.open() > 0)
                .map(at -> at.position().writtenAt())
                .min(Instant::compareTo)
                .orElse(now);
    }

    /** Whether it is left in peace, or asked only to see whether it is back. */
    public synchronized boolean isOpen() {
        return !schedule.breaker().isClosed();
    }

    /** Begins nothing more, and gives what is under way a moment to end. What has not ended then is taken up by whoever reads these records next. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (alarm != null) alarm.cancel(false);
        }
        threads.shutdown();
        try {
            if (threads.awaitTermination(LAST_MOMENT.toMillis(), TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }

    // ---- sending ----

    /** Under the lock. */
    private void pump() {
        if (closed) return;
        Instant now = ports.clock().instant();
        for (Schedule.Attempt attempt : schedule.due(now)) threads.execute(() -> carryOut(attempt));
        if (alarm != null) alarm.cancel(false);
        alarm = schedule.wakeAt()
                .<ScheduledFuture<?>>map(at -> ports.alarms()
                        .schedule(
                                this::wake,
                                Math.max(1, Duration.between(now, at).toMillis()),
                                TimeUnit.MILLISECONDS))
                .orElse(null);
    }

    private synchronized void wake() {
        pump();
    }

    private void carryOut(Schedule.Attempt attempt) {
        Verdict verdict;
        try {
            verdict = attempt.dead() == null ? send(attempt) : bury(attempt, attempt.dead());
        } catch (RuntimeException e) { // the edge of the thread: whatever it is, the event waits for another attempt
            failed(e);
            verdict = new Verdict.Again(limits.retry().pause(attempt.number(), ports.random()), null);
        }
        settle(attempt, verdict);
        if (verdict instanceof Verdict.Gone) ports.gone().run();
    }

    private Verdict send(Schedule.Attempt attempt) {
        Instant begun = ports.clock().instant();
        Answer answer = post(attempt.delivery());
        Instant now = ports.clock().instant();
        // Cut off by the close: that says nothing of the endpoint.
        if (answer instanceof Answer.None && isClosed())
            return new Verdict.Again(limits.retry().firstPause(), null);
        Verdict verdict = limits.retry().judge(answer, attempt.number(), now, ports.random());
        tell(attempt, begun, now, answer, verdict);
        return switch (verdict) {
            case Verdict.Dead dead -> bury(attempt, dead.cause());
            case Verdict.Gone ignored -> bury(attempt, Verdict.Gone.CAUSE);
            case Verdict.Delivered it -> it;
            case Verdict.Again it -> it;
            case Verdict.Unburied it -> it;
        };
    }

    private Answer post(Delivery delivery) {
        try {
            return ports.sender().post(delivery.id(), delivery.body());
        } catch (RuntimeException e) { // counts as an attempt, so that an event that always does it comes to an end
            failed(e);
            return new Answer.None(Answer.Cause.INTERNAL_ERROR);
        }
    }

    private void failed(RuntimeException e) {
        log.atError()
                .addKeyValue("webhookId", webhook.id())
                .addKeyValue("cause", e.getClass().getName())
                .log("a delivery failed in the gateway itself");
    }

    private Verdict bury(Schedule.Attempt attempt, String cause) {
        try {
            ports.deadLetters().write(webhook.id(), attempt.delivery(), attempt.number(), cause);
        } catch (DeadLetters.Unavailable e) {
            return new Verdict.Unburied(cause);
        }
        ports.metrics().died();
        return cause.equals(Verdict.Gone.CAUSE) ? new Verdict.Gone() : new Verdict.Dead(cause);
    }

    private void tell(Schedule.Attempt attempt, Instant begun, Instant now, Answer answer, Verdict verdict) {
        Delivery delivery = attempt.delivery();
        Duration duration = Duration.between(begun, now);
        DeliveryLog.Result result = switch (verdict) {
            case Verdict.Delivered ignored -> DeliveryLog.Result.DELIVERED;
            case Verdict.Again ignored -> DeliveryLog.Result.FAILED;
            case Verdict.Dead ignored -> DeliveryLog.Result.DEAD;
            case Verdict.Gone ignored -> DeliveryLog.Result.DEAD;
            case Verdict.Unburied ignored -> DeliveryLog.Result.DEAD;
        };
        ports.metrics().attempted(result, duration);
        var entry = new DeliveryLog.Entry(
                begun,
                delivery.id(),
                delivery.type(),
                delivery.session().value(),
                attempt.number(),
                result,
                answer.code(),
                duration.toMillis(),
                verdict instanceof Verdict.Again again ? now.plus(again.pause()) : null);
        ports.log().add(webhook.id(), entry);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void settle(Schedule.Attempt attempt, Verdict verdict) {
        Delivery delivery = attempt.delivery();
        boolean wasOpen = isOpen();
        Schedule.Settled settled =
                schedule.settle(attempt, verdict, ports.clock().instant());
        Progress at = progress.get(delivery.partition());
        if (settled == Schedule.Settled.DONE && at != null) at.finish(delivery.offset());
        if (isOpen() != wasOpen)
            log.atInfo()
                    .addKeyValue("webhookId", webhook.id())
                    .log(
                            wasOpen
                                    ? "a web hook's endpoint answers again"
                                    : "a web hook's endpoint fails, and is left in peace for a while");
        pump();
    }
}
