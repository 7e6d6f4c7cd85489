package io.rookery.worker.session;

import io.rookery.worker.media.MediaFiles;
import io.rookery.worker.media.OutgoingMedia;
import io.rookery.worker.media.ReceivedMedia;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Ports of which a test uses a few. */
final class Ports {
    private Ports() {}

    @SuppressWarnings("NullAway") // who asks for another one fails
    static HostPorts of(ReceivedMedia received, MediaFiles files, LongSupplier monotonic, LongConsumer pause) {
        return of(null, received, files, null, monotonic, pause);
    }

    /** What blocks runs at once, on the caller's thread. */
    @SuppressWarnings("NullAway")
    static HostPorts of(OutgoingMedia outgoing, MediaFiles files) {
        return of(outgoing, null, files, new OnThisThread(), System::nanoTime, millis -> {});
    }

    @SuppressWarnings("NullAway")
    private static HostPorts of(
            @Nullable OutgoingMedia outgoing,
            @Nullable ReceivedMedia received,
            MediaFiles files,
            @Nullable ExecutorService blocking,
            LongSupplier monotonic,
            LongConsumer pause) {
        return new HostPorts(
                null,
                null,
                null,
                null,
                null,
                null,
                outgoing,
                received,
                files,
                null,
                null,
                null,
                null,
                null,
                blocking,
                Instant::now,
                monotonic,
                pause,
                "1");
    }

    private static final class OnThisThread extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
