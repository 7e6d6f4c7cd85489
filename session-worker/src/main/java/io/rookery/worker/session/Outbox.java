package io.rookery.worker.session;

import io.rookery.events.EventMessage;
import io.rookery.worker.event.EventLog;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes one session's events in the order in which they were told, one after another. An event is repeated until it is published or the host has ended; what expects
 * an answer is tried once, because its host decides whether it may be repeated.
 */
final class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private sealed interface Letter {}

    private record Told(EventMessage message, @Nullable Answer answer) implements Letter {}

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
    private volatile boolean open = true;

    /** @param pause waits that many milliseconds */
    Outbox(EventLog events, HostMetrics metrics, ExecutorService blocking, LongConsumer pause) {
        this.events = events;
        this.metrics = metrics;
        this.pause = pause;
        blocking.execute(this::run);
    }

    void tell(EventMessage message) {
        letters.add(Optional.of(new Told(message, null)));
    }

    void tell(EventMessage message, Answer answer) {
        letters.add(Optional.of(new Told(message, answer)));
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
            case Told told -> publish(told);
            case Flush flush -> flush.done().run();
        }
    }

    private void publish(Told letter) {
        while (open) {
            try {
                long position =
                        events.publish(letter.message()).toCompletableFuture().join();
                metrics.told(letter.message().event().type());
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
