package io.rookery.systest.chaos;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.OutcomeStatus;
import io.rookery.quickstart.Cluster;
import io.rookery.quickstart.ClusterOptions;
import io.rookery.quickstart.Supervisor;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.quickstart.process.Wait;
import io.rookery.systest.check.Blow;
import io.rookery.systest.check.Checker;
import io.rookery.systest.check.Evidence;
import io.rookery.systest.check.Fault;
import io.rookery.systest.check.Inbound;
import io.rookery.systest.check.Written;
import io.rookery.systest.world.DeadLetters;
import io.rookery.systest.world.Directories;
import io.rookery.systest.world.RestWriter;
import io.rookery.systest.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A cluster of its own with three workers and six linked sessions under load, to which things are done; at the end, when everything must have come to rest, the verdicts.
 * One thread uses it.
 */
public final class FaultRun implements AutoCloseable {
    private static final int WORKERS = 3;
    private static final int SESSIONS = 6;

    /** For what must come about on a busy machine; the checks have the limits that count. */
    private static final Duration REHEARSALS = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration CALM = Duration.ofSeconds(10);

    private final Checker checker;
    private final Journal journal;
    private final World world;
    private final Supervisor supervisor;
    private final RestWriter rest;
    private final List<String> sessions = World.names("chaos", SESSIONS);
    private final LitterBin litter = new LitterBin();
    private final Striker striker;
    private final Traffic traffic;
    private final List<Blow> blows = new ArrayList<>();
    private final long seed;

    private FaultRun(World world, Journal journal, long seed, Checker checker) {
        this.checker = checker;
        this.world = world;
        this.journal = journal;
        this.seed = seed;
        this.supervisor = Supervisor.of(world.cluster()::parts, line -> {
            journal.write("restart", Map.of("text", line));
            journal.say(line);
        });
        this.rest = new RestWriter(world.cluster().gateway().url(), world.key());
        this.striker = new Striker(world, supervisor, sessions, litter, seed);
        this.traffic = new Traffic(world, rest, pair(), seed);
    }

    /**
     * Returns when all sessions are linked and the load has begun.
     *
     * @param data the folder of the cluster; what is there is removed
     * @param slack of the limits of time, for machines that do other things meanwhile; 1 for the limits themselves
     * @param report gets the time-line and the verdicts, one JSON document per line
     */
    public static FaultRun started(Path data, Path report, long seed, int slack) {
        Directories.delete(data);
        var journal = new Journal(report);
        journal.say("seed " + seed + "; time-line in " + report);
        var world = World.started(ClusterOptions.in(data).withWorkers(WORKERS));
        try {
            var run = new FaultRun(world, journal, seed, new Checker(slack));
            warmUp(world);
            run.traffic.start();
            run.awaitWorking(Instant.now());
            journal.say(SESSIONS + " sessions on " + WORKERS + " workers are linked and at work");
            return run;
        } catch (RuntimeException e) {
            world.close();
            journal.close();
            throw e;
        }
    }

    /** The first start after a build is slow; what is measured is every later one. */
    private static void warmUp(World world) {
        Cluster cluster = world.cluster();
        boolean quick = Wait.until(
                REHEARSALS,
                () -> cluster.worker(0).startsQuickly() && cluster.gateway().startsQuickly());
        if (!quick) throw new IllegalStateException("the JVM's caches of the programs were not made");
    }

    private Map<String, String> pair() {
        Map<String, String> numbers = new LinkedHashMap<>();
        for (EventMessage ready : world.pair(sessions)) {
            String session = ready.session().value();
            Event.Status status = world.tape().await(session, Event.Status.class, it -> it.account() != null);
            numbers.put(
                    session,
                    status.account() == null ? "" : status.account().number().replace("+", ""));
        }
        sessions.forEach(world::awaitStored);
        return numbers;
    }

    /** Does these things at the same time, and waits until every session works again. @return false where that did not come about */
    public boolean strike(List<Fault> faults) {
        journal.say(faults.stream().map(Fault::toString).collect(Collectors.joining(" and ")));
        List<Striker.Struck> struck = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Striker.Struck>> calls = faults.stream()
                    .map(fault -> threads.submit(() -> striker.strike(fault, faults.size() == 1)))
                    .toList();
            for (Future<Striker.Struck> call : calls) struck.add(call.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a fault was not carried out", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Instant healed = struck.stream()
                .map(it -> it.blow().healed())
                .max(Instant::compareTo)
                .orElseThrow();
        boolean working = awaitWorking(healed);
        Instant recovered = Instant.now();
        for (Striker.Struck one : struck) {
            Blow blow = working ? one.blow().recoveredAt(recovered) : one.blow();
            blows.add(blow);
            one.afterwards().run();
            journal.write("fault", describe(blow));
            journal.say("  " + blow.fault() + " of " + blow.target() + " with "
                    + blow.owned().size() + " sessions: "
                    + (working
                            ? "all work again "
                                    + Duration.between(blow.hit(), recovered).toMillis() + " ms after the hit"
                            : "NOT all work again after " + PATIENCE.toSeconds() + " s"));
        }
        return working;
    }

    /** Every session has carried out a command that was written after this moment. */
    private boolean awaitWorking(Instant since) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> sessions.stream().allMatch(session -> works(session, since)));
            return true;
        } catch (ConditionTimeoutException e) {
            for (String session : sessions) {
                if (!works(session, since))
                    journal.say(session + " does not work:\n" + world.tape().story(session));
            }
            return false;
        }
    }

    private boolean works(String session, Instant since) {
        Set<String> done = world.tape()
                .of(session)
                .filter(it -> it.commandId() != null
                        && it.event() instanceof Event.Outcome outcome
                        && outcome.status() == OutcomeStatus.SUCCEEDED
                        && it.time().isAfter(since))
                .map(it -> String.valueOf(it.commandId()))
                .collect(Collectors.toSet());
        return world.commands().of(session).anyMatch(it -> it.at().isAfter(since) && done.contains(it.id()));
    }

    /** Ends the load, waits until everything has come to rest, takes the sessions and the cluster down, and judges. */
    public Report end() {
        journal.say("a calm while, with more bad records");
        traffic.morePoison();
        Wait.pause(CALM);
        double rate = traffic.rate();
        traffic.close();
        journal.say("no load any more; everything must come to rest");
        rest.awaitTaken(PATIENCE);
        settle("an outcome for every command", () -> Checker.unanswered(soFar()).isEmpty());
        settle("all of what phones wrote", () -> new Inbound().judge(soFar()).isKept());
        sessions.forEach(session -> world.writer().write(session, "destroy", new Command.Destroy()));
        settle("the end of all sessions", () -> Checker.unanswered(soFar()).isEmpty());
        Set<String> deadLetters = deadLetters();
        world.cluster().workers().forEach(worker -> litter.none("profiles of " + worker.id(), () -> profiles(worker)));
        supervisor.close();
        world.cluster().workers().forEach(WorkerProcess::stop);
        world.cluster().workers().forEach(worker -> litter.programs(dataDirectory(worker), "when it is stopped"));
        var evidence = new Evidence(
                world.people().ledger(),
                written(),
                world.tape().all(),
                blows,
                world.writer().poison(),
                deadLetters,
                litter.found(),
                litter.looks());
        var report = new Report(
                seed,
                rate,
                evidence,
                checker.judge(evidence),
                rest.answers(),
                world.tape().misfits());
        report.write(journal);
        return report;
    }

    /** What does not come about is for the checks to say. */
    private void settle(String what, Callable<Boolean> condition) {
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(300))
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            journal.say("never came: " + what);
        }
    }

    private Evidence soFar() {
        return new Evidence(
                world.people().ledger(), written(), world.tape().all(), blows, List.of(), Set.of(), List.of(), 0);
    }

    private List<Written> written() {
        return world.written(rest.taken().stream());
    }

    private Set<String> deadLetters() {
        try (var letters = new DeadLetters(world)) {
            return letters.places();
        }
    }

    private static List<Path> profiles(WorkerProcess worker) {
        return Directories.grandchildren(dataDirectory(worker).resolve("profiles"));
    }

    private static Path dataDirectory(WorkerProcess worker) {
        return Path.of(worker.settings().getOrDefault("rookery.worker.data-directory", ""));
    }

    private static Map<String, Object> describe(Blow blow) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("fault", blow.fault().toString());
        values.put("target", blow.target());
        values.put("owned", blow.owned());
        values.put("hit", blow.hit().toString());
        values.put("healed", blow.healed().toString());
        Stream.of(
                        Map.entry("ended", String.valueOf(blow.ended())),
                        Map.entry("recovered", String.valueOf(blow.recovered())))
                .filter(it -> !it.getValue().equals("null"))
                .forEach(it -> values.put(it.getKey(), it.getValue()));
        values.put("alone", blow.alone());
        return values;
    }

    @Override
    public void close() {
        traffic.close();
        supervisor.close();
        rest.close();
        world.close();
        journal.close();
    }
}
