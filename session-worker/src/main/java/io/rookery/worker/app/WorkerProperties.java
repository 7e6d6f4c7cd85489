package io.rookery.worker.app;

import com.sun.management.OperatingSystemMXBean;
import io.rookery.events.WorkerId;
import io.rookery.startup.StartupFailure;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The worker's own settings.
 *
 * @param id its name, which outlives restarts; the host's name by default
 * @param dataDirectory of this worker alone: the profiles of running sessions lie there; required
 * @param slots how many sessions it takes
 * @param startingAtOnce how many of them may be starting at the same time
 * @param memoryBudget what the browsers and their drivers may use together; above 90 % of it nothing more is claimed. By default three quarters of what the machine or container has beside the heap
 * @param sessionsPerLane how many sessions share a thread and a Playwright driver
 * @param checkpointInterval how often the profile of a running session is stored, if something has changed: what a lost host may lose
 * @param keepWarm how long the profile of a session that was closed or moved stays on this disk, so that it starts sooner when it comes back; zero for not at all
 * @param startTimeout how long Kafka, Redis and the object store may take to answer at the start
 * @param drainTimeout how long a stop waits for all sessions to be handed over
 */
@ConfigurationProperties("rookery.worker")
public record WorkerProperties(
        @Nullable String id,
        @Nullable Path dataDirectory,
        @DefaultValue("20") int slots,
        @DefaultValue("4") int startingAtOnce,
        @Nullable DataSize memoryBudget,
        @DefaultValue("10") int sessionsPerLane,
        @DefaultValue("1m") Duration checkpointInterval,
        @DefaultValue("1h") Duration keepWarm,
        @DefaultValue("8s") Duration startTimeout,
        @DefaultValue("28s") Duration drainTimeout) {

    public WorkerProperties {
        if (slots < 1) throw new StartupFailure("rookery.worker.slots must be at least 1");
        if (startingAtOnce < 1) throw new StartupFailure("rookery.worker.starting-at-once must be at least 1");
        if (checkpointInterval.compareTo(Duration.ofSeconds(1)) < 0)
            throw new StartupFailure("rookery.worker.checkpoint-interval must be at least 1s");
        if (keepWarm.isNegative()) throw new StartupFailure("rookery.worker.keep-warm must not be negative");
        if (memoryBudget != null && memoryBudget.toBytes() <= 0)
            throw new StartupFailure("rookery.worker.memory-budget must be above 0");
    }

    /** In bytes. */
    public long memoryBudgetBytes() {
        if (memoryBudget != null) return memoryBudget.toBytes();
        long machine = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return (machine - Runtime.getRuntime().maxMemory()) / 4 * 3;
    }

    public WorkerId workerId() {
        return new WorkerId(id == null || id.isBlank() ? hostName() : id);
    }

    public Path directory() {
        if (dataDirectory == null)
            throw new StartupFailure("rookery.worker.data-directory is missing: a directory of this worker alone");
        return dataDirectory.toAbsolutePath().normalize();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new StartupFailure("this host has no name; set rookery.worker.id");
        }
    }
}
