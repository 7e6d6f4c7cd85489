package io.rookery.quickstart;

import io.rookery.quickstart.process.PartFailed;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Does the same to several parts at once and waits for all of them; the first failure is thrown after that. */
final class Together {
    private Together() {}

    /** @param started gets each part as soon as it is usable; called by several threads */
    static void start(Stream<? extends Part> parts, Consumer<Part> started) {
        each(parts, part -> {
            part.start();
            started.accept(part);
        });
    }

    static void stop(Stream<? extends Part> parts) {
        each(parts, Part::stop);
    }

    private static void each(Stream<? extends Part> parts, Consumer<Part> action) {
        @Nullable RuntimeException failure = null;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> calls =
                    parts.map(part -> threads.submit(() -> action.accept(part))).toList();
            for (Future<?> call : calls) {
                try {
                    call.get();
                } catch (ExecutionException e) {
                    failure = failure == null ? unwrapped(e) : failure;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    failure = new PartFailed("interrupted", e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new PartFailed(String.valueOf(e.getCause()), e);
    }
}
