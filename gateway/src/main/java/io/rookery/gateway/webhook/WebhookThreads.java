package io.rookery.gateway.webhook;

import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Where requests wait for other servers: on virtual threads, some at once, more are refused. */
final class WebhookThreads implements AutoCloseable {
    private static final int AT_ONCE = 16;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Scheduler scheduler = Schedulers.fromExecutorService(threads);
    private final Semaphore turns = new Semaphore(AT_ONCE);

    Mono<Void> run(Runnable task) {
        return call(() -> {
                    task.run();
                    return true;
                })
                .then();
    }

    <T> Mono<T> call(Callable<T> task) {
        return Mono.fromCallable(() -> {
                    if (!turns.tryAcquire())
                        throw ProblemException.of(
                                ProblemCode.TOO_MANY_REQUESTS, "too many URLs are looked at, come back in a moment");
                    try {
                        return task.call();
                    } finally {
                        turns.release();
                    }
                })
                .subscribeOn(scheduler)
                .publishOn(Schedulers.parallel());
    }

    @Override
    public void close() {
        scheduler.dispose();
        threads.shutdownNow();
    }
}
