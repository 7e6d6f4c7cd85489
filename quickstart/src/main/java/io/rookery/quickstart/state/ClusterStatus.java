package io.rookery.quickstart.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rookery.quickstart.Cluster;
import io.rookery.quickstart.Part;
import io.rookery.quickstart.WorkerProcess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code status --json} prints and scripts read: names are added, never changed. Holds secrets (Redis' password stands in its URL, the
 * store's keys beside its endpoint), because scripts need them.
 *
 * @param running a process that looks after this cluster lives
 * @param ready all parts are usable
 * @param pid of that process
 * @param mode {@code simulator} or {@code live}
 * @param dataDirectory holds everything
 * @param simulator absent in a live cluster
 * @param restarts how often each part had ended and was started again, by its name; those that never were are missing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterStatus(
        boolean running,
        boolean ready,
        @Nullable Long pid,
        @Nullable Instant startedAt,
        @Nullable String mode,
        String dataDirectory,
        @Nullable Gateway gateway,
        @Nullable Kafka kafka,
        @Nullable Redis redis,
        @Nullable S3 s3,
        @Nullable Simulator simulator,
        List<Worker> workers,
        Map<String, Integer> restarts) {

    public ClusterStatus {
        restarts = restarts == null ? Map.of() : Map.copyOf(restarts); // a file of an earlier version has none
    }

    public record Gateway(String url, String managementUrl, String apiKeyFile) {}

    public record Kafka(String bootstrapServers) {}

    public record Redis(String url) {}

    public record S3(String endpoint, String region, String bucket, String accessKey, String secretKey) {}

    /** @param pageUrl what a browser opens; {@code session}, {@code epoch} and {@code worker} in braces are replaced by the worker */
    public record Simulator(String url, String pageUrl) {}

    /**
     * One worker.
     *
     * @param pid null while its process does not run
     * @param sessions that it owns now; null where the gateway cannot say
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Worker(
            String id, @Nullable Long pid, @Nullable Integer sessions, String url) {
        /** The gateway names an owner by the worker's id, perhaps with a mark of its start behind it. */
        public boolean owns(String owner) {
            return owner.equals(id) || owner.matches(Pattern.quote(id) + "[^0-9].*");
        }
    }

    public static ClusterStatus stopped(String dataDirectory) {
        return new ClusterStatus(
                false, false, null, null, null, dataDirectory, null, null, null, null, null, List.of(), Map.of());
    }

    /**
     * @param process that looks after the cluster
     * @param restarts by a part's name
     */
    public static ClusterStatus of(
            Cluster cluster, ProcessHandle process, boolean ready, Map<String, Integer> restarts) {
        Map<String, String> store = Cluster.storeSettings(cluster.s3(), cluster.masterKeyFile());
        return new ClusterStatus(
                true,
                ready,
                process.pid(),
                process.info().startInstant().orElse(null),
                cluster.isLive() ? "live" : "simulator",
                cluster.data().toString(),
                new Gateway(
                        cluster.gateway().url(),
                        cluster.gateway().managementUrl(),
                        cluster.apiKeyFile().toString()),
                new Kafka(cluster.kafka().bootstrapServers()),
                new Redis(cluster.redis().url()),
                new S3(
                        cluster.s3().endpoint(),
                        store.getOrDefault("rookery.store.region", ""),
                        store.getOrDefault("rookery.store.bucket", ""),
                        cluster.s3().accessKey(),
                        cluster.s3().secretKey()),
                cluster.simulator()
                        .map(simulator -> new Simulator(simulator.url(), simulator.pageUrl()))
                        .orElse(null),
                cluster.workers().stream().map(ClusterStatus::worker).toList(),
                restarts);
    }

    private static Worker worker(WorkerProcess worker) {
        return new Worker(worker.id(), pid(worker), null, worker.url());
    }

    private static @Nullable Long pid(Part part) {
        return part.pid().isPresent() ? part.pid().getAsLong() : null;
    }

    /** @param sessions by worker id */
    public ClusterStatus withSessions(Map<String, Integer> sessions) {
        return withWorkers(workers.stream()
                .map(worker ->
                        new Worker(worker.id(), worker.pid(), sessions.getOrDefault(worker.id(), 0), worker.url()))
                .toList());
    }

    private ClusterStatus withWorkers(List<Worker> changed) {
        return new ClusterStatus(
                running,
                ready,
                pid,
                startedAt,
                mode,
                dataDirectory,
                gateway,
                kafka,
                redis,
                s3,
                simulator,
                changed,
                restarts);
    }
}
