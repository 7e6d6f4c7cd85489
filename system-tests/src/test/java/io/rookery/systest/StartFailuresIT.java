package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.quickstart.RedisServer;
import io.rookery.quickstart.process.Ports;
import io.rookery.systest.world.Launch;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A program that can't start says why in one line on standard error, and ends with 1. The starts wait for others most of the time, so a few run at once. */
@ExtendWith(SharedWorld.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartFailuresIT {
    /** Programs give the others 8 s to answer; the rest is the start of JVMs on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String SECRET = "not-for-the-log";
    private static final String NOBODY = "127.0.0.1:9";
    private static final String KAFKA = "spring.kafka.bootstrap-servers";
    private static final String REDIS = "spring.data.redis.url";
    private static final String ID = "rookery.worker.id";
    private static final String PARTITIONS = "rookery.topics.command-partitions";
    private static final String STORE = "rookery.store.endpoint";
    private static final String MASTER_KEY = "rookery.store.master-key-file";
    private static final String BROWSER = "rookery.browser.executable";
    private static final String KEY = "rookery.gateway.api-key-file";
    private static final String PORT = "server.port";

    private final World world;
    private final ExecutorService starts = Executors.newFixedThreadPool(3);
    private final ServerSocket taken;
    private final RedisServer evicting;

    StartFailuresIT(World world) throws IOException {
        this.world = world;
        this.taken = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress());
        this.evicting = new RedisServer(
                world.cluster().data().resolve("evicting"), 0, Map.of("maxmemory-policy", "volatile-lru"));
    }

    /** @param named what the line must name */
    private record Fault(String program, String property, String value, String named) {
        /** One of each program starts as it is shipped; the others on what the cluster's starts have left, because a start from the jar costs ten CPU seconds. */
        boolean shipped() {
            return program.equals("gateway") || property.equals(KAFKA);
        }

        String name() {
            return "the " + program + " with " + property + "=" + value;
        }
    }

    @AfterAll
    void end() throws IOException {
        starts.shutdownNow();
        taken.close();
        evicting.close();
    }

    @TestFactory
    List<DynamicTest> aProgramThatCanNotStart(@TempDir Path directory) {
        String port = Integer.toString(taken.getLocalPort());
        String running = world.onlyWorker().id();
        evicting.start();
        return Stream.of(
                        new Fault("worker", KAFKA, NOBODY, "Kafka"),
                        new Fault("worker", REDIS, "redis://:" + SECRET + "@" + NOBODY, "Redis"),
                        new Fault("worker", REDIS, evicting.url(), "maxmemory-policy noeviction"),
                        new Fault("worker", ID, running, "worker id " + running + " is in use"),
                        new Fault("worker", PARTITIONS, "17", "has 16 partitions"),
                        new Fault("worker", STORE, "http://" + NOBODY, "object store"),
                        new Fault("worker", MASTER_KEY, "", MASTER_KEY),
                        new Fault("worker", MASTER_KEY, "/nonexistent/master-key", "/nonexistent/master-key"),
                        new Fault("worker", "rookery.store.master-key", SECRET, "are both set"),
                        new Fault("worker", BROWSER, "/nonexistent/chromium", "/nonexistent/chromium"),
                        new Fault("worker", "rookery.browser.web-version", "2.3000.1", "WEB_VERSION_UNKNOWN"),
                        new Fault("worker", PORT, port, "port " + port),
                        // Of the gateway one: StartFailureIT has the others.
                        new Fault("gateway", KEY, "/nonexistent/key", "/nonexistent/key"))
                .map(fault -> test(fault, starts.submit(() -> launch(fault, directory))))
                .toList();
    }

    private static DynamicTest test(Fault fault, Future<Launch.End> launch) {
        return DynamicTest.dynamicTest(fault.name(), () -> {
            Launch.End end = launch.get();
            System.out.println("start failure after " + end.time().toMillis() + " ms: " + end.errors());
            assertThat(end.exitCode())
                    .as("exit code; " + end.errors() + end.output())
                    .isEqualTo(1);
            assertThat(end.errors())
                    .singleElement()
                    .asString()
                    .startsWith("rookery-" + fault.program() + ": ")
                    .containsIgnoringCase(fault.named());
            assertThat(end.errors() + end.output()).doesNotContain("\tat ", SECRET);
        });
    }

    private Launch.End launch(Fault fault, Path directory) throws IOException {
        boolean worker = fault.program().equals("worker");
        Path own = Files.createTempDirectory(directory, "start");
        Map<String, String> settings = worker ? worker(own) : gateway();
        // Three programs start at a time: what is not meant to be missing must not seem so.
        if (!fault.value().contains(NOBODY)) settings.put("rookery." + fault.program() + ".start-timeout", "30s");
        settings.put(fault.property(), fault.value());
        Path jar = Path.of(worker ? "session-worker/target/session-worker.jar" : "gateway/target/gateway.jar");
        return Launch.of(fault.shipped() ? Launch.shipped(jar) : Launch.quick(jar), settings, own, PATIENCE);
    }

    private Map<String, String> worker(Path directory) {
        Map<String, String> settings = new HashMap<>(world.cluster().worker(0).settings());
        settings.put("rookery.worker.id", "broken-" + directory.getFileName());
        settings.put("rookery.worker.data-directory", directory.resolve("data").toString());
        settings.put(PORT, Integer.toString(Ports.free()));
        return settings;
    }

    private Map<String, String> gateway() {
        Map<String, String> settings = new HashMap<>(world.cluster().gateway().settings());
        settings.put(PORT, Integer.toString(Ports.free()));
        settings.put("management.server.port", Integer.toString(Ports.free()));
        return settings;
    }
}
