package io.rookery.quickstart;

import io.rookery.quickstart.process.Child;
import io.rookery.quickstart.process.JavaCommand;
import io.rookery.quickstart.process.Ports;
import io.rookery.quickstart.process.PrivateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker: one KRaft node that is broker and controller, in a JVM of its own, with its records under the folder. Plain text, no
 * authentication, loopback only; where it is wanted with a second listener by TLS, log-in and ACLs. Topics are not created by use. After {@link #kill()} and {@link #start()} it is back in about 2.5 s with
 * every acknowledged record.
 */
public final class KafkaBroker extends ChildPart {
    private static final int HEAP_MEGABYTES = 256;
    private static final String STARTED = "Kafka Server started";

    private final int port;
    private final int controllerPort = Ports.free();
    private final @Nullable SecureListener secure;

    /** On any free port. */
    public KafkaBroker(Path directory) {
        this(directory, 0);
    }

    /** @param port of the clients; 0 for any free one */
    public KafkaBroker(Path directory, int port) {
        this(directory, port, null);
    }

    /** With a second listener, on any free port. Who comes by the plain one may do everything, and makes the users and ACLs of the other. */
    public KafkaBroker(Path directory, SecureListener secure) {
        this(directory, 0, secure);
    }

    private KafkaBroker(Path directory, int port, @Nullable SecureListener secure) {
        super("kafka", directory, Duration.ofSeconds(10));
        this.port = Ports.orFree(port);
        this.secure = secure;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    List<Integer> ports() {
        return secure == null ? List.of(port, controllerPort) : List.of(port, controllerPort, secure.port());
    }

    @Override
    List<String> prepare() {
        Path properties = directory().resolve("server.properties");
        PrivateFiles.write(
                properties,
                new TreeMap<>(settings())
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                                .collect(Collectors.joining()));
        List<String> command = JavaCommand.main(
                Artifacts.kafkaClassPath(),
                KafkaMain.class.getName(),
                HEAP_MEGABYTES,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info",
                // Says what the ACLs deny; without an authorizer nothing.
                "-Dorg.slf4j.simpleLogger.log.kafka.authorizer.logger=info",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "-Dlog4j2.level=WARN");
        command.add(properties.toString());
        return command;
    }

    @Override
    boolean isReady(Child starting) {
        return starting.output().contains(STARTED);
    }

    private Map<String, String> settings() {
        var all = new HashMap<>(plainSettings());
        if (secure != null) secure.addTo(all);
        return all;
    }

    private Map<String, String> plainSettings() {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("log.dirs", directory().resolve("data").toString()),
                Map.entry("auto.create.topics.enable", "false"),
                // After kill -9 the controller lets the same broker in again only when its old session is over.
                Map.entry("broker.session.timeout.ms", "1000"),
                Map.entry("broker.heartbeat.interval.ms", "300"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                // The default takes 128 MB of heap.
                Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
                Map.entry("log.index.size.max.bytes", "1048576"));
    }
}
