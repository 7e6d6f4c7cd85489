package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.lease.ClaimToken;
import io.rookery.worker.lease.InMemoryLeaseStore;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseTimes;
import io.rookery.worker.lease.UserClaim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdleSweepTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final TenantId ACME = new TenantId("acme");

    private long now = 1_800_000_000_000L;
    private final InMemoryLeaseStore leases = new InMemoryLeaseStore(LeaseTimes.DEFAULT, () -> now);
    private final List<CommandMessage> written = new ArrayList<>();
    private final IdleSweep sweep = new IdleSweep(leases, written::add, () -> Instant.ofEpochMilli(now), MONTH);

    @BeforeEach
    void remember() {
        leases.finish(leases.elect("test").orElseThrow());
    }

    @Test
    void whatIsClosedForIdlenessAndForSoLong_isDestroyed_unlessItWasUsedSince() throws Exception {
        Instant closed = Instant.ofEpochMilli(now);
        stop("idle", SessionState.CLOSED, "IDLE");
        now += MONTH.toMillis() - 1;
        sweep.look();
        assertThat(written).isEmpty();
        now++;
        sweep.look();
        sweep.look();
        assertThat(written).hasSize(2).allSatisfy(it -> {
            assertThat(it.session()).hasToString("idle");
            assertThat(it.tenantOrDefault()).isEqualTo(ACME);
            assertThat(it.id()).hasToString("idle-destroy-" + closed.toEpochMilli());
            assertThat(it.command()).isEqualTo(new Command.Destroy(closed));
        });
    }

    @Test
    void whatSomebodyClosed_orIsLoggedOut_orRuns_isLeftAlone() throws Exception {
        stop("closed", SessionState.CLOSED, null);
        stop("unlinked", SessionState.CLOSED, "PAIRING_TIMEOUT");
        stop("logged-out", SessionState.LOGGED_OUT, "IDLE");
        stop("runs", SessionState.CLOSED, "IDLE");
        start("runs", 5);
        now += MONTH.toMillis() * 2;
        sweep.look();
        assertThat(written).isEmpty();
    }

    @Test
    void withoutTheSetting_nothingIsDestroyed() throws Exception {
        stop("idle", SessionState.CLOSED, "IDLE");
        now += MONTH.toMillis() * 100;
        new IdleSweep(leases, written::add, () -> Instant.ofEpochMilli(now), Duration.ZERO).look();
        assertThat(written).isEmpty();
    }

    @Test
    void allPagesAreLookedAt() throws Exception {
        for (int i = 0; i < 1001; i++) stop("idle-" + i, SessionState.CLOSED, "IDLE");
        now += MONTH.toMillis();
        sweep.look();
        assertThat(written)
                .extracting(CommandMessage::session)
                .doesNotHaveDuplicates()
                .hasSize(1001);
    }

    @Test
    void whereTheLogOrRedisIsAway_theNextLookFindsThem() throws Exception {
        stop("idle", SessionState.CLOSED, "IDLE");
        now += MONTH.toMillis();
        new IdleSweep(leases, IdleSweepTest::away, () -> Instant.ofEpochMilli(now), MONTH).look();
        sweep.look();
        assertThat(written).hasSize(1);
        leases.forget();
        sweep.look();
        assertThat(written).hasSize(1);
    }

    private static void away(CommandMessage command) throws EventLogUnavailable {
        throw new EventLogUnavailable("away with " + command.id(), null);
    }

    private void start(String session, long offset) throws Exception {
        leases.admit(new LeaseStore.Admission(
                new SessionId(session),
                new CommandId("c" + offset),
                offset,
                LeaseStore.Admission.Kind.START,
                ACME,
                "",
                -1,
                Instant.parse("2100-01-01T00:00:00Z"),
                UserClaim.NOBODY));
    }

    private void stop(String name, SessionState state, @Nullable String reason) throws Exception {
        SessionId session = new SessionId(name);
        start(name, 1);
        var token = new ClaimToken(new WorkerId("w1"), "life", 1);
        var epoch = leases.claim(session, token, false).orElseThrow().next();
        leases.setEpoch(session, token, epoch);
        leases.status(session, token, epoch, new LeaseStore.Status(state, List.of(state), reason, null, null));
        leases.giveUp(session, token, epoch, 1, state, "");
    }
}
