package io.rookery.quickstart;

import io.rookery.quickstart.process.Child;
import io.rookery.quickstart.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The gateway on the loopback address. Usable when it answers {@code GET /health} with 200. */
public final class GatewayProcess extends Program {
    private static final int HEAP_MEGABYTES = 192;
    private static final String UPLOADS = "rookery.media.directory";

    private final int port;
    private final int managementPort;

    /**
     * @param port of the API; 0 for any free one
     * @param managementPort of health and metrics; 0 for any free one
     * @param apiKeyFile holds the one key
     * @param settings by property name: where Kafka, Redis and the store are, and whatever else shall differ from the defaults
     */
    public GatewayProcess(Path directory, int port, int managementPort, Path apiKeyFile, Map<String, String> settings) {
        this(directory, Ports.orFree(port), Ports.orFree(managementPort), own(directory, apiKeyFile, settings));
    }

    private GatewayProcess(Path directory, int port, int managementPort, Map<String, String> settings) {
        super(
                "gateway",
                directory,
                Artifacts::gateway,
                HEAP_MEGABYTES,
                Duration.ofSeconds(30),
                withPorts(settings, port, managementPort));
        this.port = port;
        this.managementPort = managementPort;
    }

    private static Map<String, String> own(Path directory, Path apiKeyFile, Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.putIfAbsent(UPLOADS, directory.resolve("uploads").toAbsolutePath().toString());
        all.putIfAbsent(
                "rookery.gateway.api-key-file", apiKeyFile.toAbsolutePath().toString());
        return all;
    }

    private static Map<String, String> withPorts(Map<String, String> settings, int port, int managementPort) {
        var all = new HashMap<>(settings);
        all.put("server.address", "127.0.0.1");
        all.put("server.port", Integer.toString(port));
        all.put("management.server.address", "127.0.0.1");
        all.put("management.server.port", Integer.toString(managementPort));
        return all;
    }

    /** Without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Of {@code /actuator/health} and {@code /actuator/prometheus}, without a slash at the end. */
    public String managementUrl() {
        return "http://127.0.0.1:" + managementPort;
    }

    @Override
    List<Integer> ports() {
        return List.of(port, managementPort);
    }

    @Override
    Map<String, String> forRehearsal(Path scratch) {
        return Map.of(
                "server.port",
                "0",
                "management.server.port",
                "0",
                UPLOADS,
                scratch.resolve("uploads").toString());
    }

    @Override
    boolean isReady(Child starting) {
        return Http.isOk(url() + "/health");
    }
}
