package io.rookery.systest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.quickstart.process.Wait;
import io.rookery.systest.check.Blow;
import io.rookery.systest.check.Checker;
import io.rookery.systest.check.Evidence;
import io.rookery.systest.check.Fault;
import io.rookery.systest.check.LedgerEntry;
import io.rookery.systest.world.EventTape;
import io.rookery.systest.world.ProcessTree;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.Signals;
import io.rookery.systest.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The checks are trusted because they fail: safeguards of the real programs are taken away from outside, and what comes of it is found. Last of all, because it leaves
 * traces in the shared world.
 */
@ExtendWith(SharedWorld.class)
@Order(Integer.MAX_VALUE)
class HarnessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TRIES = 6;
    private static final Duration PAUSE = Duration.ofSeconds(14);

    private final World world;

    HarnessIT(World world) {
        this.world = world;
    }

    /** Where the machine is so busy that the second owner's page comes after the first one's deadline, there is nothing to find: so there are some tries. */
    @Test
    void withoutALeaseThatIsWaitedForTwoOwnersAreFound() {
        assertThat(IntStream.rangeClosed(1, TRIES).anyMatch(number -> areTwoOwners("two-owners-" + number)))
                .as("a try in which two owners were there")
                .isTrue();
    }

    /** The lease is ended in Redis while its owner stands still: nobody waits for the owner's page to fall silent. Where that made two owners, they must be found. */
    private boolean areTwoOwners(String session) {
        WorkerProcess first = world.onlyWorker();
        int epoch = EventTape.epoch(world.pair(List.of(session)).getFirst());
        world.awaitStored(session);
        world.anotherWorker();
        String warm = "warm-" + session; // the heir's first browser takes longest
        world.pair(List.of(warm));
        Instant hit = Instant.now();
        Signals.stop(first.pid().orElseThrow());
        world.cluster().redis().ask("HSET", "rookery:session:" + session, "until", "0");
        world.cluster().redis().ask("ZADD", "rookery:leases", "0", session);
        world.tape().awaitReady(session, epoch, PATIENCE);
        Wait.pause(PAUSE);
        Signals.go(first.pid().orElseThrow());
        var blow = new Blow(
                Fault.of(Fault.Kind.WORKER_PAUSE),
                first.id(),
                Map.of(session, epoch),
                hit,
                null,
                Instant.now(),
                Instant.now(),
                true);
        List<String> found = new Checker(1).violations(evidence(List.of(blow), List.of()));
        boolean two = isConnectedTwice(session, epoch);
        destroy(session);
        destroy(warm);
        if (two)
            assertThat(Stream.of("I1 ", "I3 "))
                    .as(found.toString())
                    .allMatch(promise ->
                            found.stream().anyMatch(text -> text.startsWith(promise) && text.contains(session)));
        return two;
    }

    /** Whether a later epoch's page came while this one's was connected. */
    private boolean isConnectedTwice(String session, int epoch) {
        Set<String> open = new HashSet<>();
        for (LedgerEntry entry : world.people().ledger()) {
            if (!entry.session().equals(session) || entry.epoch() == null) continue;
            if (entry.is("connect") && entry.epoch() > epoch) return !open.isEmpty();
            if (entry.is("connect")) open.add(entry.connection());
            if (entry.is("disconnect")) open.remove(entry.connection());
        }
        return false;
    }

    /** The guard is killed, and a driver that stands still cannot end its browser: nobody is left to do it. */
    @Test
    void withoutAGuardLitterIsFound() {
        WorkerProcess worker = world.onlyWorker();
        String session = "litter";
        world.pair(List.of(session));
        world.awaitStored(session);
        long pid = worker.pid().orElseThrow();
        var processes = ProcessTree.of(pid);
        Signals.stop(pid); // it would start another guard
        ProcessHandle.of(pid).orElseThrow().children().forEach(child -> {
            if (LitterBin.using("guard.sh").contains(child.pid())) child.destroyForcibly();
            else Signals.stop(child.pid());
        });
        worker.kill();
        var litter = new LitterBin();
        litter.processes(processes, worker.id());
        processes.kill();
        assertThat(new Checker(1).violations(evidence(List.of(), litter.found())))
                .anySatisfy(text -> assertThat(text).startsWith("I15 ").contains(worker.id()));
        worker.start();
        destroy(session);
    }

    private Evidence evidence(List<Blow> blows, List<String> litter) {
        Evidence all = world.evidence();
        return new Evidence(all.ledger(), all.written(), all.events(), blows, List.of(), Set.of(), litter, 1);
    }

    private void destroy(String session) {
        world.writer().write(session, "destroy", new Command.Destroy());
        world.tape().awaitOutcome(session, "destroy");
    }
}
