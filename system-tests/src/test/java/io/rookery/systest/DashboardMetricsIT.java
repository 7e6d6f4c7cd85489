package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.SessionState;
import io.rookery.infra.DashboardMetrics;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.systest.world.Api.Answer;
import io.rookery.systest.world.EventTape;
import io.rookery.systest.world.Launch;
import io.rookery.systest.world.Scrape;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every metric that a dashboard names is exported, and what measures something has measured it, once a session has lived through its story. */
@ExtendWith(SharedWorld.class)
class DashboardMetricsIT {
    private final World world;

    DashboardMetricsIT(World world) {
        this.world = world;
    }

    @Test
    void whatADashboardNamesIsThere() throws IOException {
        WorkerProcess worker = world.onlyWorker();
        HttpServer endpoint = endpoint();
        Answer webhook = world.api()
                .post(
                        "/v1/webhooks",
                        "{\"url\":\"http://127.0.0.1:%d/\",\"sessions\":[\"measured\"]}"
                                .formatted(endpoint.getAddress().getPort()));
        try {
            play();
            compare(worker);
        } finally {
            world.api().call("DELETE", "/v1/webhooks/" + webhook.text("webhook/webhookId"), "", Map.of());
            endpoint.stop(0);
        }
    }

    private static HttpServer endpoint() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void compare(WorkerProcess worker) {
        Map<String, Set<String>> named = DashboardMetrics.exported(Launch.home().resolve("infra/grafana/dashboards"));
        assertThat(named).isNotEmpty();
        Awaitility.await("every metric of the dashboards")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> {
                    Map<String, Double> exported = Scrape.of(
                                    worker.url(), world.cluster().gateway().managementUrl())
                            .sums();
                    assertThat(named.keySet())
                            .as("metrics of the dashboards, and those exported")
                            .isSubsetOf(exported.keySet());
                    assertThat(named.keySet().stream()
                                    .filter(metric -> metric.matches(".*_(bucket|sum|max|count)"))
                                    .map(DashboardMetricsIT::count)
                                    .distinct()
                                    .filter(count -> exported.getOrDefault(count, 0.0) == 0.0))
                            .as("meters that have measured nothing")
                            .isEmpty();
                });
    }

    /** A bucket, a sum or a maximum says something only where something was counted. */
    private static String count(String metric) {
        return metric.replaceFirst("_(bucket|sum|max)$", "_count");
    }

    private void play() {
        String session = "measured";
        String bob = world.phone();
        var api = world.api();
        api.post("/v1/sessions", "{\"sessionId\":\"measured\"}");
        world.link(session, world.phone());
        int epoch = EventTape.epoch(world.tape().awaitReady(session, 0, Duration.ofSeconds(60)));
        api.postAndWait("/v1/sessions/measured/messages", "{\"to\":\"+%s\",\"text\":\"measured\"}".formatted(bob));
        world.awaitStored(session);
        api.postAndWait("/v1/sessions/measured/close", "");
        // Given up, not only closed: so the next start restores the profile.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> api.get("/v1/sessions/measured").text("desired").equals("STOPPED"));
        world.writer().write(session, "again", new Command.Start(null));
        world.tape().awaitReady(session, epoch, Duration.ofSeconds(60));
        api.call("DELETE", "/v1/sessions/measured", "", Map.of("Prefer", "wait=30"));
        world.tape().await(session, Event.Status.class, it -> it.state() == SessionState.DESTROYED);
    }
}
