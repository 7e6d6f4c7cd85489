package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.lease.ClaimToken;
import io.rookery.worker.lease.InMemoryLeaseStore;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStore.Admission.Kind;
import io.rookery.worker.lease.LeaseTimes;
import io.rookery.worker.lease.UserClaim;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which sessions a worker claims; its hosts stand still, so they count as starting. */
class PlacementTest {
    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");
    private static final WorkerId W1 = new WorkerId("w1");
    private final Map<SessionId, Boolean> claimed = new LinkedHashMap<>(); // with a slot?
    private final List<String> told = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private long now;
    private long memoryUsed;
    private Deed duringTheWait = () -> "";
    private final InMemoryLeaseStore leases = new InMemoryLeaseStore(LeaseTimes.DEFAULT, () -> now);

    private Placement placement(int slots, int startingAtOnce) throws Exception {
        leases.finish(leases.elect("test").orElseThrow());
        return new Placement(
                leases,
                new Capacity(slots, startingAtOnce, 1000, () -> memoryUsed),
                (session, withoutSlot, onEnd) -> {
                    claimed.put(session, !withoutSlot);
                    return new HostRuntime(
                            session,
                            new ClaimToken(W1, "life", claimed.size()),
                            HostSettings.DEFAULT,
                            standingStill(),
                            json -> new Command.Start(null),
                            withoutSlot,
                            onEnd);
                },
                (session, shortage) -> told.add(session + " " + shortage),
                () -> now,
                this::await);
    }

    private interface Deed {
        Object happen() throws Exception;
    }

    private void await(long millis) {
        waits.add(millis);
        try {
            duringTheWait.happen();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void start(String... sessions) throws Exception {
        for (String session : sessions) admit(session, 1, Kind.START);
    }

    private void admit(String session, long offset, Kind kind) throws Exception {
        leases.admit(new LeaseStore.Admission(
                new SessionId(session),
                new CommandId("c" + offset),
                offset,
                kind,
                TenantId.DEFAULT,
                "",
                -1,
                LATER,
                UserClaim.NOBODY));
    }

    @Test
    void noMoreThanItsSlots_andTheRestIsToldWhyItWaits() throws Exception {
        var placement = placement(2, 10);
        start("a", "b", "c");
        placement.look();
        assertThat(claimed).hasSize(2);
        assertThat(told).singleElement().asString().endsWith("NO_FREE_SLOT");
    }

    @Test
    void noMoreThanAFewStartAtOnce_andThatIsNoShortage() throws Exception {
        var placement = placement(20, 3);
        start("a", "b", "c", "d", "e");
        placement.look();
        assertThat(claimed).hasSize(3);
        assertThat(told).isEmpty();
    }

    @Test
    void aboveNineTenthsOfItsMemory_itClaimsNothing() throws Exception {
        var placement = placement(20, 10);
        start("a");
        memoryUsed = 901;
        placement.look();
        assertThat(claimed).isEmpty();
        assertThat(told).containsExactly("a NO_MEMORY");
        memoryUsed = 900;
        placement.look();
        assertThat(claimed).hasSize(1);
    }

    @Test
    void anEmptierWorkerHasAHeadStart_oncePerLook() throws Exception {
        var placement = placement(10, 10);
        start("a", "b");
        placement.others(0.0);
        placement.look();
        assertThat(waits).as("as empty as the other").containsExactly(30L);
        waits.clear();
        start("c", "d");
        placement.look();
        assertThat(waits).containsExactly(600L, 60L, 90L);
        assertThat(claimed).as("the other has not come").hasSize(4);
    }

    @Test
    void whatAnotherHasTakenDuringItsHeadStart_isLeftToIt() throws Exception {
        var placement = placement(10, 10);
        start("a");
        placement.look();
        start("b");
        placement.others(0.0);
        duringTheWait = () -> leases.claim(new SessionId("b"), new ClaimToken(new WorkerId("w2"), "life", 1), false);
        placement.look();
        assertThat(claimed).containsOnlyKeys(new SessionId("a"));
    }

    @Test
    void withoutOthers_orOnesThatAreAsFull_thereIsNoHeadStart() throws Exception {
        var placement = placement(100, 10);
        start("a");
        placement.look();
        placement.others(0.0);
        start("b");
        placement.look();
        assertThat(waits).as("one session of a hundred is no difference").containsExactly(3L);
    }

    @Test
    void theFullerItIs_theLongerItWaits_byWhatIsScarcer() throws Exception {
        var placement = placement(10, 10);
        start("a", "b");
        placement.look();
        assertThat(waits).containsExactly(30L); // none before the first
        memoryUsed = 500;
        start("c");
        placement.look();
        assertThat(waits).containsExactly(30L, 150L);
    }

    @Test
    void withoutASlot_whatIsToBeClosedIsSettled() throws Exception {
        var placement = placement(1, 10);
        start("a", "b", "c");
        placement.look();
        claimed.clear();
        for (String session : List.of("b", "c")) admit(session, 2, Kind.CLOSE);
        placement.look();
        assertThat(claimed).containsOnly(Map.entry(new SessionId("b"), false), Map.entry(new SessionId("c"), false));
        assertThat(placement.hosts()).hasSize(3);
    }

    @Test
    void whatIsMovedAway_isNotClaimedAgainForAWhile() throws Exception {
        var placement = placement(5, 10);
        start("a");
        placement.look();
        assertThat(placement.move(new SessionId("nobody"))).isFalse();
        assertThat(placement.move(new SessionId("a"))).isTrue();
    }

    @Test
    void whatWasItsOwnBeforeItDied_isClaimedFirst_thoughTheLeaseIsNotOver() throws Exception {
        var placement = placement(1, 10);
        start("a", "home");
        SessionId home = new SessionId("home");
        ClaimToken dead = new ClaimToken(W1, "dead", 1);
        leases.claim(home, dead, false);
        leases.setEpoch(home, dead, new Epoch(1));
        placement.comeHome(Set.copyOf(leases.endLeases(W1, "dead")));
        placement.look();
        assertThat(claimed).containsOnlyKeys(home);
    }

    @Test
    void aDrainedWorker_claimsNothing_untilItIsResumed() throws Exception {
        var placement = placement(5, 10);
        placement.drain();
        start("a");
        placement.look();
        assertThat(claimed).isEmpty();
        placement.resume();
        placement.look();
        assertThat(claimed).hasSize(1);
    }

    /** Ports of hosts that never run. */
    @SuppressWarnings("NullAway")
    private HostPorts standingStill() {
        return new HostPorts(
                leases,
                LeaseTimes.DEFAULT,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new HostMetrics(new SimpleMeterRegistry(), InstantSource.system()),
                new NeverRuns(),
                Instant::now,
                () -> now,
                millis -> {},
                "1");
    }

    private static final class NeverRuns extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            // never
        }

        @Override
        public void shutdown() {
            // nothing runs
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
