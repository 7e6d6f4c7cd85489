package io.rookery.quickstart;

import io.rookery.quickstart.process.Child;
import io.rookery.quickstart.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A session worker on the loopback address. Usable when its readiness answers 200. {@link #stop()} gives it time to hand its sessions over. */
public final class WorkerProcess extends Program {
    private static final int HEAP_MEGABYTES = 192;

    private final String id;
    private final int port;

    /**
     * @param directory of its log; the profiles lie below it
     * @param settings by property name: where Kafka, Redis and the store are, which page to open, and whatever else shall differ from the defaults
     */
    public WorkerProcess(String id, Path directory, Map<String, String> settings) {
        this(id, directory, Ports.free(), settings);
    }

    private WorkerProcess(String id, Path directory, int port, Map<String, String> settings) {
        super(
                id,
                directory,
                Artifacts::worker,
                HEAP_MEGABYTES,
                Duration.ofSeconds(60),
                complete(id, directory, port, settings));
        this.id = id;
        this.port = port;
    }

    private static Map<String, String> complete(String id, Path directory, int port, Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("rookery.worker.id", id);
        all.put("server.address", "127.0.0.1");
        all.put("server.port", Integer.toString(port));
        all.putIfAbsent(
                "rookery.worker.data-directory",
                directory.resolve("data").toAbsolutePath().toString());
        return all;
    }

    public String id() {
        return id;
    }

    /** Of {@code /actuator/health} and {@code /actuator/prometheus}, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    List<Integer> ports() {
        return List.of(port);
    }

    @Override
    Map<String, String> environment() {
        return Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    }

    @Override
    Map<String, String> forRehearsal(Path scratch) {
        return Map.of(
                "rookery.worker.id",
                id + "-rehearsal",
                "rookery.worker.data-directory",
                scratch.resolve("data").toString(),
                "server.port",
                "0");
    }

    @Override
    boolean isReady(Child starting) {
        return Http.isOk(url() + "/actuator/health/readiness");
    }
}
