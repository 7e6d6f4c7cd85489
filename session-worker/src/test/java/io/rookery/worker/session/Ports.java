package io.rookery.worker.session;

import io.rookery.worker.media.MediaFiles;
import io.rookery.worker.media.ReceivedMedia;
import java.time.Instant;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Ports of which a test uses a few. */
final class Ports {
    private Ports() {}

    @SuppressWarnings("NullAway") // who asks for another one fails
    static HostPorts of(ReceivedMedia received, MediaFiles files, LongSupplier monotonic, LongConsumer pause) {
        return new HostPorts(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                received,
                files,
                null,
                null,
                null,
                null,
                null,
                null,
                Instant::now,
                monotonic,
                pause,
                "1");
    }
}
