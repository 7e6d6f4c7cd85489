package io.rookery.quickstart;

import io.rookery.quickstart.process.Ports;
import io.rookery.quickstart.process.PrivateFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, Redis, an S3-compatible store, the simulator, a gateway and workers on the loopback address, as child processes. All data is in one
 * folder: a cluster that starts there again goes on where the last one ended. Two clusters cannot share a folder.
 *
 * <p>Nothing is restarted by itself; a {@link Supervisor} does that. Safe for use by many threads.
 */
public final class Cluster implements AutoCloseable {
    private final ClusterOptions options;
    private final DataLock lock;
    private final PortPlan ports;
    private final KafkaBroker kafka;
    private final RedisServer redis;
    private final S3Store s3;
    private final @Nullable SimulatorProcess simulator;
    private final Path apiKeyFile;
    private final Path masterKeyFile;
    private final GatewayProcess gateway;
    private final List<WorkerProcess> workers = new CopyOnWriteArrayList<>();

    /**
     * Starts nothing yet.
     *
     * @throws io.rookery.quickstart.process.PortTaken where a wanted port is taken
     * @throws io.rookery.quickstart.process.PartFailed where another cluster uses the folder
     */
    public Cluster(ClusterOptions options) {
        this.options = options;
        Path data = PrivateFiles.directory(options.data());
        lock = DataLock.take(data);
        try {
            ports = options.ports().resolved();
            requirePorts();
            kafka = new KafkaBroker(data.resolve("kafka"), ports.port(PortName.KAFKA));
            redis = new RedisServer(data.resolve("redis"), ports.port(PortName.REDIS));
            s3 = new S3Store(data.resolve("s3"), ports.port(PortName.S3));
            simulator = options.live() ? null : simulatorIn(data);
            apiKeyFile = data.resolve("apikey");
            var _ = PrivateFiles.secret(apiKeyFile);
            masterKeyFile = MasterKeyFile.in(data);
            gateway = new GatewayProcess(
                    data.resolve("gateway"),
                    ports.port(PortName.GATEWAY),
                    ports.port(PortName.MANAGEMENT),
                    apiKeyFile,
                    gatewaySettings());
            for (int i = 0; i < options.workers(); i++) {
                workers.add(newWorker());
            }
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** A cluster that is usable; where its start fails, nothing of it is left. */
    public static Cluster started(ClusterOptions options) {
        var cluster = new Cluster(options);
        try {
            cluster.start();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void requirePorts() {
        Stream.of(PortName.values())
                .filter(name -> !options.live() || (name != PortName.SIMULATOR && name != PortName.SIMULATOR_HTTPS))
                .forEach(name -> Ports.requireFree(name.label(), ports.port(name)));
    }

    private SimulatorProcess simulatorIn(Path data) {
        return new SimulatorProcess(
                data.resolve("simulator"), ports.port(PortName.SIMULATOR), ports.port(PortName.SIMULATOR_HTTPS));
    }

    /** Returns when everything is usable. What needs nothing of each other starts at the same time. */
    public void start() {
        start(part -> {});
    }

    /**
     * As {@link #start()}.
     *
     * @param started gets each part as soon as it is usable; called by several threads
     */
    public void start(Consumer<Part> started) {
        Together.start(Stream.concat(Stream.of(kafka, redis, s3), simulator().stream()), started);
        Together.start(Stream.concat(Stream.of(gateway), workers.stream()), started);
    }

    /** Workers first, so that they can hand over; then what they need. The data stays. */
    public void stop() {
        Together.stop(workers.stream());
        Together.stop(Stream.concat(Stream.of(gateway), simulator().stream()));
        Together.stop(Stream.of(kafka, redis, s3));
    }

    /** As {@link #stop()}, and lets go of the folder. */
    @Override
    public void close() {
        stop();
        lock.close();
    }

    /** One more, usable when this returns. */
    public WorkerProcess addWorker() {
        WorkerProcess worker = newWorker();
        workers.add(worker);
        worker.start();
        return worker;
    }

    private synchronized WorkerProcess newWorker() {
        String id = "worker-" + (workers.size() + 1);
        return new WorkerProcess(id, options.data().resolve(id), workerSettings());
    }

    private Map<String, String> gatewaySettings() {
        var settings = new HashMap<>(backends());
        settings.putAll(storeSettings(s3, masterKeyFile));
        settings.putAll(options.gatewaySettings());
        return settings;
    }

    private Map<String, String> workerSettings() {
        var settings = new HashMap<>(backends());
        settings.putAll(storeSettings(s3, masterKeyFile));
        if (simulator == null) {
            settings.put("rookery.browser.page-url", ClusterOptions.LIVE_PAGE);
        } else {
            settings.put("rookery.browser.page-url", simulator.pageUrl());
            settings.put("rookery.browser.allowed-hosts", "127.0.0.1");
            // Here is no account that could be harmed.
            settings.put("rookery.limits.per-hour", "0");
            settings.put("rookery.limits.per-day", "0");
        }
        settings.putAll(options.workerSettings());
        return settings;
    }

    private Map<String, String> backends() {
        return backendSettings(kafka, redis);
    }

    /** What gateway and workers need to know of a single broker and of Redis, by property name. Holds a secret. */
    public static Map<String, String> backendSettings(KafkaBroker kafka, RedisServer redis) {
        return Map.of(
                "spring.kafka.bootstrap-servers", kafka.bootstrapServers(),
                "spring.data.redis.url", redis.url(),
                "rookery.topics.command-partitions", "16",
                "rookery.topics.event-partitions", "4",
                "rookery.topics.replication", "1",
                "rookery.topics.min-insync-replicas", "1");
    }

    /**
     * What the gateway and workers need to know of the store, by property name. Holds a secret.
     *
     * @param masterKeyFile see {@link MasterKeyFile}
     */
    public static Map<String, String> storeSettings(S3Store s3, Path masterKeyFile) {
        return Map.of(
                "rookery.store.endpoint",
                s3.endpoint(),
                "rookery.store.region",
                "us-east-1",
                "rookery.store.bucket",
                "rookery",
                "rookery.store.access-key",
                s3.accessKey(),
                "rookery.store.secret-key",
                s3.secretKey(),
                "rookery.store.path-style",
                "true",
                "rookery.store.master-key-file",
                masterKeyFile.toAbsolutePath().toString());
    }

    public KafkaBroker kafka() {
        return kafka;
    }

    public RedisServer redis() {
        return redis;
    }

    public S3Store s3() {
        return s3;
    }

    /** Empty in a live cluster. */
    public Optional<SimulatorProcess> simulator() {
        return Optional.ofNullable(simulator);
    }

    public GatewayProcess gateway() {
        return gateway;
    }

    /** As they were made; also those that do not run. */
    public List<WorkerProcess> workers() {
        return List.copyOf(workers);
    }

    /** @param index from 0, in the order in which they were made */
    public WorkerProcess worker(int index) {
        return workers.get(index);
    }

    /** Everything, what others need first. */
    public List<Part> parts() {
        return Stream.of(Stream.of(kafka, redis, s3), simulator().stream(), Stream.of(gateway), workers.stream())
                .<Part>flatMap(parts -> parts)
                .toList();
    }

    /** Holds the generated key of the gateway's API; only the owner may read it. */
    public Path apiKeyFile() {
        return apiKeyFile;
    }

    /** Holds the generated master key of profiles and files; only the owner may read it. */
    public Path masterKeyFile() {
        return masterKeyFile;
    }

    public Path data() {
        return options.data();
    }

    public boolean isLive() {
        return options.live();
    }
}
