package io.rookery.worker.app;

import io.rookery.startup.StartupFailure;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.stereotype.Component;

/**
 * What is asked of Kafka, Redis and the object store before the worker begins. They are asked at the same time, while the rest of the program is made: a worker that comes home is waited for.
 * Safe for use by many threads.
 */
@Component
final class StartChecks {
    private final Queue<CompletableFuture<Void>> running = new ConcurrentLinkedQueue<>();

    /** @param check throws {@link StartupFailure} where the worker can't start */
    void begin(Runnable check) {
        var result = new CompletableFuture<Void>();
        running.add(result);
        Thread.ofVirtual().name("start-check").start(() -> {
            try {
                check.run();
                result.complete(null);
            } catch (RuntimeException | Error e) { // whatever it is, the one who waits gets it
                result.completeExceptionally(e);
            }
        });
    }

    /** Returns when all have passed. @throws StartupFailure of the first one, in the order in which they were begun, that has not */
    void await() {
        try {
            for (CompletableFuture<Void> check : running) check.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StartupFailure failure) throw failure;
            throw e;
        }
    }
}
