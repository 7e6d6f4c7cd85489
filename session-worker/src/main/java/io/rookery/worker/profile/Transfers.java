package io.rookery.worker.profile;

import io.rookery.store.StoreUnavailable;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Does many small transfers at once, but never more than a few over all sessions of the worker. */
final class Transfers {
    private static final int AT_ONCE = 8;

    private final Semaphore permits = new Semaphore(AT_ONCE);

    /** One transfer. Must not start others. */
    @FunctionalInterface
    interface Task<T, X extends Exception> {
        void run(T item) throws StoreUnavailable, X;
    }

    /** Returns when all are done; after the first failure the others are broken off. Nothing runs any more when it returns or throws. */
    <T, X extends Exception> void each(Collection<T> items, Class<X> alsoThrown, Task<T, X> task)
            throws StoreUnavailable, X {
        var waiting = new ConcurrentLinkedQueue<>(items);
        // A thread for several items: the store's client keeps for each thread what is dear to make. Virtual ones,
        // because an interrupt ends their connections.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> running = IntStream.range(0, Math.min(AT_ONCE, items.size()))
                    .mapToObj(thread -> threads.submit(() -> {
                        eachOf(waiting, task);
                        return null;
                    }))
                    .toList();
            try {
                for (Future<?> one : running) {
                    one.get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw rethrown(e.getCause(), alsoThrown);
            } catch (InterruptedException e) {
                waiting.clear();
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new StoreUnavailable("interrupted during a transfer", e);
            }
        }
    }

    private <T, X extends Exception> void eachOf(Queue<T> waiting, Task<T, X> task)
            throws StoreUnavailable, X, InterruptedException {
        boolean done = false;
        try {
            for (T item = waiting.poll(); item != null; item = waiting.poll()) limited(item, task);
            done = true;
        } finally {
            if (!done) waiting.clear(); // the others begin nothing more
        }
    }

    private <T, X extends Exception> void limited(T item, Task<T, X> task)
            throws StoreUnavailable, X, InterruptedException {
        permits.acquire();
        try {
            task.run(item);
        } finally {
            permits.release();
        }
    }

    private static <X extends Exception> StoreUnavailable rethrown(@Nullable Throwable cause, Class<X> alsoThrown)
            throws X {
        if (alsoThrown.isInstance(cause)) throw alsoThrown.cast(cause);
        return switch (cause) {
            case StoreUnavailable unavailable -> unavailable;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            case null -> new StoreUnavailable("a transfer was broken off");
            default -> new StoreUnavailable("a transfer was broken off", cause);
        };
    }
}
