package io.rookery.worker.session;

import io.rookery.worker.browser.Browsers;
import io.rookery.worker.command.CommandLog;
import io.rookery.worker.command.CommandWriter;
import io.rookery.worker.event.EventLog;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseTimes;
import io.rookery.worker.media.MediaFiles;
import io.rookery.worker.media.OutgoingMedia;
import io.rookery.worker.media.ReceivedMedia;
import io.rookery.worker.profile.EpochStore;
import io.rookery.worker.profile.LocalProfiles;
import io.rookery.worker.profile.Profiles;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Everything that hosts reach the world with.
 *
 * @param local where the profiles of running sessions are on this disk
 * @param outgoing where files that are to be sent come from
 * @param received where files that came in are kept
 * @param mediaFiles where both are on this disk, on their way
 * @param blocking runs what blocks: a virtual thread a task
 * @param wall the wall clock
 * @param monotonic milliseconds that never jump
 * @param pause waits that many milliseconds
 * @param browserVersion for example {@code 156.0.8078.79}
 */
public record HostPorts(
        LeaseStore leases,
        LeaseTimes times,
        EpochStore epochs,
        Profiles profiles,
        LocalProfiles local,
        Browsers browsers,
        OutgoingMedia outgoing,
        ReceivedMedia received,
        MediaFiles mediaFiles,
        CommandLog commands,
        CommandWriter writer,
        EventLog events,
        OutcomeLog outcomes,
        HostMetrics metrics,
        ExecutorService blocking,
        InstantSource wall,
        LongSupplier monotonic,
        LongConsumer pause,
        String browserVersion) {
    Now now() {
        return new Now(monotonic.getAsLong(), wall.instant());
    }
}
