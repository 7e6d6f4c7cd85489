package io.rookery.worker.session;

import io.rookery.events.EventMessage;
import io.rookery.worker.simulation.Moment;
import io.rookery.worker.simulation.SimWorker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One session's events in the order in which they were told, as {@link Outbox} publishes them. */
final class SimOutbox {
    private record Letter(
            @Nullable EventMessage message,
            @Nullable Consumer<Input.Answer<Long>> answer,
            @Nullable Runnable flushed) {}

    private final SimWorker worker;
    private final Deque<Letter> letters = new ArrayDeque<>();
    private boolean open = true;
    private boolean delivering;

    SimOutbox(SimWorker worker) {
        this.worker = worker;
    }

    void tell(EventMessage message, @Nullable Consumer<Input.Answer<Long>> answer) {
        add(new Letter(message, answer, null));
    }

    void flush(Runnable done) {
        add(new Letter(null, null, done));
    }

    void close() {
        open = false;
        letters.clear();
    }

    private void add(Letter letter) {
        letters.add(letter);
        if (delivering) return;
        delivering = true;
        worker.fork(this::deliver);
    }

    private void deliver() {
        while (open && !letters.isEmpty()) {
            Letter letter = letters.removeFirst();
            if (letter.flushed() != null) letter.flushed().run();
            if (letter.message() != null) publish(letter.message(), letter.answer());
        }
        delivering = false;
    }

    private void publish(EventMessage message, @Nullable Consumer<Input.Answer<Long>> answer) {
        while (open) {
            worker.moment(Moment.PUBLISHING); // between the decision and the publication: a pause makes it late
            try {
                long position =
                        worker.events().publish(message).toCompletableFuture().join();
                if (answer != null) answer.accept(new Input.Answer.Got<>(position));
                return;
            } catch (CompletionException e) {
                if (answer != null) {
                    answer.accept(new Input.Answer.Nothing<>());
                    return;
                }
                worker.pause(200);
            }
        }
    }
}
