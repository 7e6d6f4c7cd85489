package io.rookery.quickstart;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a cluster shall be.
 *
 * @param data the folder of everything; it outlives the cluster
 * @param workers how many to start with, at least 0
 * @param live the real WhatsApp Web instead of the simulator
 * @param workerSettings for each worker, by property name; they win over the cluster's own
 * @param gatewaySettings for the gateway, likewise
 */
public record ClusterOptions(
        Path data,
        int workers,
        PortPlan ports,
        boolean live,
        Map<String, String> workerSettings,
        Map<String, String> gatewaySettings) {

    /** The page that a person would open. */
    static final String LIVE_PAGE = "https://web.whatsapp.com/";

    public ClusterOptions {
        data = data.toAbsolutePath().normalize();
        if (workers < 0) {
            throw new IllegalArgumentException("a cluster cannot have " + workers + " workers");
        }
        workerSettings = Map.copyOf(workerSettings);
        gatewaySettings = Map.copyOf(gatewaySettings);
    }

    /** One worker, any free ports, the simulator. */
    public static ClusterOptions in(Path data) {
        return new ClusterOptions(data, 1, PortPlan.free(), false, Map.of(), Map.of());
    }

    public ClusterOptions withWorkers(int count) {
        return new ClusterOptions(data, count, ports, live, workerSettings, gatewaySettings);
    }

    public ClusterOptions withPorts(PortPlan plan) {
        return new ClusterOptions(data, workers, plan, live, workerSettings, gatewaySettings);
    }

    public ClusterOptions withLive(boolean real) {
        return new ClusterOptions(data, workers, ports, real, workerSettings, gatewaySettings);
    }

    public ClusterOptions withWorkerSetting(String property, String value) {
        return new ClusterOptions(data, workers, ports, live, plus(workerSettings, property, value), gatewaySettings);
    }

    public ClusterOptions withGatewaySetting(String property, String value) {
        return new ClusterOptions(data, workers, ports, live, workerSettings, plus(gatewaySettings, property, value));
    }

    private static Map<String, String> plus(Map<String, String> settings, String property, String value) {
        var all = new HashMap<>(settings);
        all.put(property, value);
        return all;
    }
}
