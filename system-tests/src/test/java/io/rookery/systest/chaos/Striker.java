package io.rookery.systest.chaos;

import io.rookery.events.EventMessage;
import io.rookery.quickstart.Part;
import io.rookery.quickstart.Supervisor;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.quickstart.process.Wait;
import io.rookery.systest.check.Blow;
import io.rookery.systest.check.Fault;
import io.rookery.systest.check.Sessions;
import io.rookery.systest.world.Directories;
import io.rookery.systest.world.ProcessTree;
import io.rookery.systest.world.Signals;
import io.rookery.systest.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Carries faults out with real signals on real processes. What dies is started again by the supervisor, as it would be anywhere. */
final class Striker {
    /** For a part that is started again on a machine that does much else. */
    private static final Duration RESTART = Duration.ofSeconds(120);

    private static final Duration DRAIN = Duration.ofSeconds(70);

    /** By which the memory that comes back is too old. */
    private static final Duration AGE_OF_COPY = Duration.ofSeconds(3);

    private final World world;
    private final Supervisor supervisor;
    private final List<String> sessions;
    private final LitterBin litter;
    private final Random random;

    Striker(World world, Supervisor supervisor, List<String> sessions, LitterBin litter, long seed) {
        this.world = world;
        this.supervisor = supervisor;
        this.sessions = sessions;
        this.litter = litter;
        this.random = new Random(seed);
    }

    /** @param afterwards what is still to be done when all sessions work again */
    record Struck(Blow blow, Runnable afterwards) {}

    /** Returns when what was away is back, and nothing but the sessions' recovery is to be waited for. */
    Struck strike(Fault fault, boolean alone) {
        return switch (fault.kind()) {
            case WORKER_KILL -> killWorker(fault, alone);
            case HOST_LOST -> loseHost(fault, alone);
            case WORKER_PAUSE -> pauseWorker(fault, alone);
            case WORKER_DRAIN -> drain(fault, alone);
            case BROWSER_KILL -> killBrowser(fault, alone);
            case GATEWAY_KILL -> kill(fault, alone, world.cluster().gateway());
            case KAFKA_KILL -> kill(fault, alone, world.cluster().kafka());
            case KAFKA_PAUSE -> pause(fault, alone, world.cluster().kafka());
            case REDIS_KILL -> kill(fault, alone, world.cluster().redis());
            case REDIS_EMPTY -> killRedis(fault, alone, false);
            case REDIS_OLD -> killRedis(fault, alone, true);
            case REDIS_FLUSH -> flush(fault, alone);
            case REDIS_PAUSE -> pause(fault, alone, world.cluster().redis());
            case STORE_KILL -> kill(fault, alone, world.cluster().s3());
            case STORE_PAUSE -> pause(fault, alone, world.cluster().s3());
        };
    }

    // ---- workers ----

    private Struck killWorker(Fault fault, boolean alone) {
        WorkerProcess worker = target();
        Map<String, Integer> owned = owned(worker);
        var processes = ProcessTree.of(pid(worker));
        int restarts = restarts(worker);
        Instant hit = Instant.now();
        worker.kill();
        litter.processes(processes, worker.id());
        awaitRestart(worker, restarts);
        return struck(fault, worker.id(), owned, hit, null, hit, alone);
    }

    private Struck loseHost(Fault fault, boolean alone) {
        WorkerProcess worker = target();
        Map<String, Integer> owned = owned(worker);
        var processes = ProcessTree.of(pid(worker));
        supervisor.leave(worker);
        Instant hit = Instant.now();
        processes.kill();
        worker.kill();
        litter.processes(processes, worker.id());
        Directories.delete(dataDirectory(worker));
        int restarts = restarts(worker);
        var blow = new Blow(fault, worker.id(), owned, hit, null, hit, null, alone);
        return new Struck(blow, () -> {
            supervisor.lookAfter(worker);
            awaitRestart(worker, restarts);
        });
    }

    private Struck pauseWorker(Fault fault, boolean alone) {
        WorkerProcess worker = target();
        Map<String, Integer> owned = owned(worker);
        long pid = pid(worker);
        Instant hit = Instant.now();
        Signals.stop(pid);
        Wait.pause(fault.length());
        Signals.go(pid);
        return struck(fault, worker.id(), owned, hit, null, Instant.now(), alone);
    }

    private Struck drain(Fault fault, boolean alone) {
        WorkerProcess worker = target();
        Map<String, Integer> owned = owned(worker);
        ProcessHandle process = ProcessHandle.of(pid(worker)).orElseThrow();
        var processes = ProcessTree.of(process.pid());
        int restarts = restarts(worker);
        Instant hit = Instant.now();
        worker.terminate();
        Wait.until(DRAIN, () -> !process.isAlive());
        Instant ended = process.isAlive() ? null : Instant.now();
        litter.processes(processes, worker.id());
        awaitRestart(worker, restarts);
        return struck(fault, worker.id(), owned, hit, ended, hit, alone);
    }

    private Struck killBrowser(Fault fault, boolean alone) {
        String session = sessions.get(random.nextInt(sessions.size()));
        WorkerProcess worker = world.cluster().workers().stream()
                .filter(it -> owned(it).containsKey(session))
                .findFirst()
                .orElseThrow();
        String profile = "--user-data-dir=" + dataDirectory(worker).resolve(Path.of("profiles", session)) + "/";
        long browser = Awaitility.await("browser of " + session)
                .atMost(RESTART)
                .until(() -> LitterBin.using(profile), it -> !it.isEmpty())
                .getFirst(); // the lowest number: the browser itself
        Instant hit = Instant.now();
        ProcessHandle.of(browser).ifPresent(ProcessHandle::destroyForcibly);
        return struck(fault, "browser of " + session, Map.of(), hit, null, hit, alone);
    }

    /** The running worker with the most sessions. */
    private WorkerProcess target() {
        return world.cluster().workers().stream()
                .filter(WorkerProcess::isRunning)
                .max(Comparator.comparingInt(it -> owned(it).size()))
                .orElseThrow();
    }

    private Map<String, Integer> owned(WorkerProcess worker) {
        Map<String, Integer> owned = new HashMap<>();
        for (String session : sessions) {
            EventMessage last = Sessions.newestOwner(world.tape().of(session)).orElse(null);
            if (last != null && worker.id().equals(String.valueOf(last.worker())))
                owned.put(session, Sessions.epoch(last));
        }
        return owned;
    }

    private static Path dataDirectory(WorkerProcess worker) {
        return Path.of(worker.settings().getOrDefault("rookery.worker.data-directory", ""));
    }

    // ---- what they need ----

    private Struck kill(Fault fault, boolean alone, Part part) {
        int restarts = restarts(part);
        Instant hit = Instant.now();
        part.kill();
        awaitRestart(part, restarts);
        return struck(fault, part.name(), Map.of(), hit, null, Instant.now(), alone);
    }

    private Struck pause(Fault fault, boolean alone, Part part) {
        long pid = pid(part);
        Instant hit = Instant.now();
        Signals.stop(pid);
        Wait.pause(fault.length());
        Signals.go(pid);
        return struck(fault, part.name(), Map.of(), hit, null, Instant.now(), alone);
    }

    /** @param old with what it knew some seconds before; else with nothing */
    private Struck killRedis(Fault fault, boolean alone, boolean old) {
        Part redis = world.cluster().redis();
        Path data = world.cluster().data().resolve(Path.of("redis", "data"));
        Path copy = world.cluster().data().resolve(Path.of("redis", "copy"));
        if (old) {
            Directories.copy(data, copy);
            Wait.pause(AGE_OF_COPY);
        }
        int restarts = restarts(redis);
        supervisor.leave(redis);
        Instant hit = Instant.now();
        redis.kill();
        Directories.delete(data);
        if (old) Directories.copy(copy, data);
        supervisor.lookAfter(redis);
        awaitRestart(redis, restarts);
        return struck(fault, redis.name(), Map.of(), hit, null, Instant.now(), alone);
    }

    private Struck flush(Fault fault, boolean alone) {
        Instant hit = Instant.now();
        world.cluster().redis().ask("FLUSHALL");
        return struck(fault, "redis", Map.of(), hit, null, Instant.now(), alone);
    }

    // ---- all of them ----

    private static Struck struck(
            Fault fault,
            String target,
            Map<String, Integer> owned,
            Instant hit,
            @Nullable Instant ended,
            Instant healed,
            boolean alone) {
        return new Struck(new Blow(fault, target, owned, hit, ended, healed, null, alone), () -> {});
    }

    private int restarts(Part part) {
        return supervisor.restarts().getOrDefault(part.name(), 0);
    }

    /** It is usable again when this returns. */
    private void awaitRestart(Part part, int before) {
        Awaitility.await("restart of " + part.name()).atMost(RESTART).until(() -> restarts(part) > before);
    }

    private static long pid(Part part) {
        return part.pid().orElseThrow();
    }
}
