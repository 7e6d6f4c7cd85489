package io.rookery.systest.world;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.quickstart.Cluster;
import io.rookery.quickstart.ClusterOptions;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.quickstart.api.GatewayClient;
import io.rookery.systest.check.Checker;
import io.rookery.systest.check.Evidence;
import io.rookery.systest.check.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A cluster with those around it. One is shared by all tests that do not need their own; each test has sessions and phones of its own. */
public final class World implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Cluster cluster;
    private final EventTape tape;
    private final CommandTape commands;
    private final CommandWriter writer;
    private final People people;
    private int phones;

    private World(Cluster cluster) {
        this.cluster = cluster;
        people = new People(cluster.simulator().orElseThrow().url());
        tape = new EventTape(cluster.kafka().bootstrapServers());
        commands = new CommandTape(cluster.kafka().bootstrapServers());
        writer = new CommandWriter(cluster.kafka().bootstrapServers());
    }

    public static World started(ClusterOptions options) {
        return new World(Cluster.started(options));
    }

    public Cluster cluster() {
        return cluster;
    }

    public EventTape tape() {
        return tape;
    }

    public CommandTape commands() {
        return commands;
    }

    public CommandWriter writer() {
        return writer;
    }

    public People people() {
        return people;
    }

    /** The gateway, with its key. */
    public Api api() {
        return new Api(cluster.gateway().url(), Map.of("X-Api-Key", key()));
    }

    /** The gateway's own Java client. */
    public GatewayClient client() {
        return new GatewayClient(cluster.gateway().url(), key());
    }

    /** The operator's command line. */
    public StartScript script() {
        return new StartScript(cluster);
    }

    /** Of the gateway's API. */
    public String key() {
        try {
            return Files.readString(cluster.apiKeyFile()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the number of a phone that nobody else has */
    public synchronized String phone() {
        String number = "49170%07d".formatted(1_000_000 + ++phones);
        people.make(number);
        return number;
    }

    /** Starts and links them all. @return their READY events, in the same order */
    public List<EventMessage> pair(List<String> sessions) {
        sessions.forEach(session -> writer.write(session, "start", new Command.Start(null)));
        sessions.forEach(session -> link(session, phone()));
        return sessions.stream()
                .map(session -> tape.awaitReady(session, 0, PATIENCE))
                .toList();
    }

    /** A phone scans the session's code, a newer one where the first is too old. */
    public void link(String session, String number) {
        Awaitility.await("link of " + session).atMost(PATIENCE).until(() -> {
            Event.Qr qr = tape.await(session, Event.Qr.class, it -> true);
            return people.scan(number, qr.code());
        });
    }

    /** Waits until the session's profile is in the store: before that a lost host would lose the login. */
    public void awaitStored(String session) {
        Path manifests = cluster.data().resolve(Path.of("s3", "data", "rookery", "profiles", session, "manifests"));
        Awaitility.await("stored profile of " + session)
                .atMost(PATIENCE)
                .until(() -> Files.isDirectory(manifests) && !isEmpty(manifests));
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> content = Files.list(directory)) {
            return content.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Exactly one worker runs when this returns. */
    public WorkerProcess onlyWorker() {
        List<WorkerProcess> running =
                cluster.workers().stream().filter(WorkerProcess::isRunning).toList();
        running.stream().skip(1).forEach(WorkerProcess::stop);
        if (running.isEmpty()) {
            cluster.worker(0).start();
            return cluster.worker(0);
        }
        return running.getFirst();
    }

    /** One that is not running, started; a new one where all run. */
    public WorkerProcess anotherWorker() {
        return cluster.workers().stream()
                .filter(worker -> !worker.isRunning())
                .findFirst()
                .map(worker -> {
                    worker.start();
                    return worker;
                })
                .orElseGet(cluster::addWorker);
    }

    /** Waits until every command that Kafka has taken is answered. */
    public void awaitAnswers(Duration patience) {
        Awaitility.await("an outcome for every command")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> Checker.unanswered(evidence()).isEmpty());
    }

    public Evidence evidence() {
        return Evidence.of(people.ledger(), written(Stream.of()), tape.all());
    }

    /**
     * All commands: those of the topic, each in its home partition (what lies elsewhere has been appended there), and those that somebody was told are taken and that Kafka
     * does not have.
     *
     * @param taken by the gateway
     */
    public List<Written> written(Stream<Written> taken) {
        List<Written> all = new ArrayList<>();
        Set<String> there = new HashSet<>();
        List<Written> acknowledged = Stream.concat(writer.log().stream(), taken).toList();
        for (Written command : commands.all()) {
            if (command.partition() == writer.home(command.session())) {
                all.add(command);
                there.add(command.session() + "/" + command.id());
            }
        }
        Stream.concat(commands.all().stream(), acknowledged.stream())
                .filter(it -> there.add(it.session() + "/" + it.id()))
                .map(it -> new Written(it.session(), it.id(), it.command(), it.at(), -1, -1))
                .forEach(all::add);
        return all;
    }

    public static List<String> names(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> prefix + "-" + number)
                .toList();
    }

    @Override
    public void close() {
        writer.close();
        commands.close();
        tape.close();
        cluster.close();
    }
}
