package io.rookery.worker.session;

import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.worker.event.EventLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes one session's events in the order in which they were told, one after another. An event is repeated until it is published or the host has ended; what expects
 * an answer is tried once, because its host decides whether it may be repeated.
 *
 * <p>While Kafka is away its memory is bounded: what the page can tell once more – messages and acks – is dropped where there is no room, and asked for later; a code that has run out is no use to
 * anybody.
 */
final class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private static final long CAPACITY = 2_000_000;
    private static final long ENVELOPE = 500;

    private sealed interface Letter {}

    private record Told(EventMessage message, @Nullable Answer answer, Instant at) implements Letter {}

    private record Flush(Runnable done) implements Letter {}

    /** What becomes of a message that expects an answer. */
    interface Answer {
        void published(long position);

        void failed();
    }

    private final EventLog events;
    private final HostMetrics metrics;
    private final BlockingQueue<Optional<Letter>> letters = new LinkedBlockingQueue<>(); // empty: the end
    private final LongConsumer pause;
    private final InstantSource wall;
    private final Consumer<EventMessage> published;
    private final Runnable roomAgain;
    private final AtomicLong size = new AtomicLong(); // characters, of what waits and can be dropped
    private final AtomicBoolean dropped = new AtomicBoolean();
    private volatile boolean open = true;

    /**
     * @param pause waits that many milliseconds
     * @param published called after each event that is published
     * @param roomAgain called when there is room again for what was dropped
     */
    Outbox(
            EventLog events,
            HostMetrics metrics,
            ExecutorService blocking,
            LongConsumer pause,
            InstantSource wall,
            Consumer<EventMessage> published,
            Runnable roomAgain) {
        this.events = events;
        this.metrics = metrics;
        this.pause = pause;
        this.wall = wall;
        this.published = published;
        this.roomAgain = roomAgain;
        blocking.execute(this::run);
    }

    /** @return false where there is no room for it */
    boolean tell(EventMessage message) {
        long its = weight(message.event());
        if (its > 0 && size.get() + its > CAPACITY) {
            dropped.set(true);
            metrics.untold();
            return false;
        }
        size.addAndGet(its);
        letters.add(Optional.of(new Told(message, null, wall.instant())));
        return true;
    }

    /** Characters that a message or ack takes; 0 for what is never dropped, of which there is little. */
    private static long weight(Event event) {
        return switch (event) {
            case Event.MessageReceived it -> weight(it.message());
            case Event.MessageSent it -> weight(it.message());
            case Event.MessageAck ignored -> ENVELOPE;
            default -> 0;
        };
    }

    private static long weight(Event.Message message) {
        return ENVELOPE + (message.text() == null ? 0 : message.text().length());
    }

    void tell(EventMessage message, Answer answer) {
        letters.add(Optional.of(new Told(message, answer, wall.instant())));
    }

    /** @param done called once everything that was told before is published */
    void flush(Runnable done) {
        letters.add(Optional.of(new Flush(done)));
    }

    /** Nothing that is not published yet will be. */
    void close() {
        open = false;
        letters.clear();
        letters.add(Optional.empty());
    }

    private void run() {
        try {
            while (open) {
                letters.take().ifPresent(this::deliver);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Letter letter) {
        switch (letter) {
            case Told told -> {
                if (!isExpired(told.message().event())) publish(told);
                long left = size.addAndGet(-weight(told.message().event()));
                if (open && left < CAPACITY / 2 && dropped.compareAndSet(true, false)) roomAgain.run();
            }
            case Flush flush -> flush.done().run();
        }
    }

    private boolean isExpired(Event event) {
        return event instanceof Event.Qr qr && wall.instant().isAfter(qr.expiresAt());
    }

    private void publish(Told letter) {
        while (open) {
            try {
                long position =
                        events.publish(letter.message()).toCompletableFuture().join();
                metrics.told(letter.message().event().type(), letter.at(), wall.instant());
                published.accept(letter.message());
                if (letter.answer() != null) letter.answer().published(position);
                return;
            } catch (CompletionException e) {
                metrics.publishFailed();
                log.atWarn()
                        .addKeyValue("sessionId", letter.message().session())
                        .addKeyValue("type", letter.message().event().type())
                        .addKeyValue("cause", String.valueOf(e.getCause()))
                        .log("an event was not published");
                if (letter.answer() != null) {
                    letter.answer().failed();
                    return;
                }
                pause.accept(200);
            }
        }
        if (letter.answer() != null) letter.answer().failed();
    }
}
