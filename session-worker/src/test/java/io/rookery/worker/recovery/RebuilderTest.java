package io.rookery.worker.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.lease.ClaimToken;
import io.rookery.worker.lease.InMemoryLeaseStore;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseTimes;
import io.rookery.worker.profile.EpochStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RebuilderTest {
    private static final SessionId ALICE = new SessionId("alice");
    private static final ClaimToken W1 = new ClaimToken(new WorkerId("w1"), "life", 1);
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final AtomicLong names = new AtomicLong();
    private final InMemoryLeaseStore store = new InMemoryLeaseStore(LeaseTimes.DEFAULT, now::get);
    private final Topics topics = new Topics();
    private final Rebuilder rebuilder = new Rebuilder(
            store, topics, new OneEpoch(), CloudEventCodec::writeStart, () -> "candidate-" + names.incrementAndGet());

    @Test
    void aClusterWithoutSessions_isUsableAtOnce() {
        rebuilder.look();
        assertThat(store.remembers()).isTrue();
        assertThat(rebuilder.storeRemembers()).isTrue();
    }

    @Test
    void aClusterWithSessions_waitsForTheQuarantine() {
        topics.sessions.put(ALICE, record(SessionState.READY));
        rebuilder.look();
        assertThat(store.remembers()).isFalse();
        assertThat(store.elect("somebody else")).as("the right is given back").isPresent();
    }

    @Test
    void afterIt_everySessionIsBack_withWhatItsOutcomesSay() throws Exception {
        topics.sessions.put(ALICE, record(SessionState.READY));
        topics.outcome(1, 1, 5, OutcomeStatus.SUCCEEDED, "start", Mode.OPEN);
        topics.outcome(2, 1, 6, OutcomeStatus.SUCCEEDED, "send", Mode.OPEN);
        topics.outcome(3, null, 8, OutcomeStatus.REJECTED, "wrong", null);
        afterTheQuarantine();
        assertThat(store.claimable(10)).containsExactly(ALICE);
        var inherited = inherit();
        assertThat(inherited.mode()).isEqualTo(Mode.OPEN);
        assertThat(inherited.done()).as("the command at 7 is not answered yet").isEqualTo(6);
        assertThat(inherited.seen()).isEqualTo(20);
        assertThat(inherited.outcomePosition()).isEqualTo(2);
        assertThat(store.isAnsweredBefore(ALICE, new CommandId("wrong"), 9)).isTrue();
    }

    @Test
    void aDestroyedSession_isFoundDestroyed_alsoWhereItsLastRecordIsOlder() throws Exception {
        topics.sessions.put(ALICE, record(SessionState.READY));
        topics.outcome(1, 1, 5, OutcomeStatus.SUCCEEDED, "io.rookery.command.session.destroy", Mode.CLOSING);
        afterTheQuarantine();
        assertThat(inherit().state()).isEqualTo(SessionState.DESTROYED);
    }

    @Test
    void everySession_isItsUsersAgain_butADestroyedOneNobodys() throws Exception {
        SessionId bob = new SessionId("bob");
        topics.sessions.put(ALICE, ofUser(ALICE, SessionState.READY));
        topics.sessions.put(bob, ofUser(bob, SessionState.DESTROYED));
        afterTheQuarantine();
        assertThat(store.sessionsOf(TenantId.DEFAULT, "user-1")).containsOnlyKeys(ALICE);
    }

    @Test
    void aSessionThatWasLinkedAgainAfterALogOut_isNotFoundLoggedOut() throws Exception {
        topics.sessions.put(ALICE, record(SessionState.READY));
        topics.outcome(1, 1, 5, OutcomeStatus.SUCCEEDED, "io.rookery.command.session.logout", Mode.CLOSING);
        topics.outcome(2, 2, 6, OutcomeStatus.SUCCEEDED, "io.rookery.command.session.start", Mode.OPEN);
        afterTheQuarantine();
        assertThat(inherit().state()).isEqualTo(SessionState.READY);
    }

    @Test
    void aRunningSessionWhoseOutcomesHaveAgedOut_isStillOpen() throws Exception {
        topics.sessions.put(ALICE, recordOfOwner(SessionState.QUEUED, Mode.OPEN));
        afterTheQuarantine();
        assertThat(inherit().mode()).isEqualTo(Mode.OPEN);
    }

    @Test
    void whereThereAreOutcomes_theyDecide() throws Exception {
        topics.sessions.put(ALICE, recordOfOwner(SessionState.READY, Mode.OPEN));
        topics.outcome(1, 1, 5, OutcomeStatus.SUCCEEDED, "io.rookery.command.session.close", Mode.CLOSING);
        afterTheQuarantine();
        assertThat(inherit().mode()).isEqualTo(Mode.CLOSING);
    }

    @Test
    void aCommandOfASessionThatNeverRan_isNotAnsweredTwice() throws Exception {
        topics.outcome(1, null, 5, OutcomeStatus.REJECTED, "send", Mode.CLOSING);
        rebuilder.look();
        assertThat(store.remembers()).isTrue();
        assertThat(store.known(ALICE)).isEmpty();
        assertThat(store.isAnsweredBefore(ALICE, new CommandId("send"), 9)).isTrue();
    }

    @Test
    void theRecordOfAZombie_whoseOutcomeIsVoid_doesNotOpenTheSession() throws Exception {
        topics.sessions.put(ALICE, recordOfOwner(SessionState.READY, Mode.OPEN));
        topics.outcomes.add(new OutcomeLog.Entry(1, new Epoch(5), null, null));
        topics.outcome(2, 4, 5, OutcomeStatus.SUCCEEDED, "io.rookery.command.session.start", Mode.OPEN);
        afterTheQuarantine();
        assertThat(inherit().mode()).isEqualTo(Mode.CLOSING);
    }

    /** What has been sent is in the outcomes alone then: the new owner reads from the last one on, and not behind it. */
    @Test
    void theOutcomeThatTellsWhatWasSent_isReadByTheNextOwner() throws Exception {
        topics.sessions.put(ALICE, record(SessionState.READY));
        topics.outcome(1, 1, 5, OutcomeStatus.SUCCEEDED, "start", Mode.OPEN);
        topics.outcome(7, 1, 6, OutcomeStatus.SUCCEEDED, "send", Mode.OPEN);
        afterTheQuarantine();
        var inheritance = inherit();
        assertThat(inheritance.usage()).isEmpty();
        assertThat(inheritance.outcomePosition()).isEqualTo(7);
    }

    @Test
    void aZombiesOutcomeBehindAFence_doesNotCount() throws Exception {
        topics.sessions.put(ALICE, record(SessionState.READY));
        topics.outcome(1, 1, 5, OutcomeStatus.SUCCEEDED, "start", Mode.OPEN);
        topics.outcomes.add(new OutcomeLog.Entry(2, new Epoch(2), null, null));
        topics.outcome(3, 1, 6, OutcomeStatus.SUCCEEDED, "send", Mode.OPEN);
        afterTheQuarantine();
        assertThat(inherit().done()).isEqualTo(5);
    }

    private void afterTheQuarantine() {
        assertThat(store.remembers()).as("the first look begins the quarantine").isFalse();
        now.addAndGet(LeaseTimes.DEFAULT.ttl().toMillis() + 1);
        rebuilder.look();
        assertThat(store.remembers()).isTrue();
    }

    private LeaseStore.Inheritance inherit() throws Exception {
        Epoch known = store.claim(ALICE, W1, false).orElseThrow();
        assertThat(known).isEqualTo(new Epoch(4));
        return store.setEpoch(ALICE, W1, known.next()).orElseThrow();
    }

    private static EventMessage record(SessionState state) {
        return record(state, null);
    }

    private static EventMessage record(SessionState state, @Nullable Mode mode) {
        var record = new Event.SessionRecord(Event.Desired.RUNNING, state, new Command.Start(null), 1, null, mode);
        return new EventMessage(ALICE, "r", Instant.EPOCH, TenantId.DEFAULT, null, null, null, null, null, record);
    }

    private static EventMessage recordOfOwner(SessionState state, Mode mode) {
        EventMessage it = record(state, mode);
        return new EventMessage(
                ALICE, it.id(), it.time(), it.tenant(), new Epoch(4), 1, new WorkerId("w1"), null, null, it.event());
    }

    private static EventMessage ofUser(SessionId session, SessionState state) {
        var start = new Command.Start(null).withUser("user-1");
        var record = new Event.SessionRecord(Event.Desired.STOPPED, state, start, 1, null, Mode.CLOSING);
        return new EventMessage(session, "r", Instant.EPOCH, TenantId.DEFAULT, null, null, null, null, null, record);
    }

    private static final class Topics implements History {
        final Map<SessionId, EventMessage> sessions = new HashMap<>();
        final List<OutcomeLog.Entry> outcomes = new ArrayList<>();

        void outcome(
                long position,
                @Nullable Integer epoch,
                long offset,
                OutcomeStatus status,
                String type,
                @Nullable Mode mode) {
            var outcome = new Event.Outcome(status, "OK", null, type, 0, Long.toString(offset), mode, Map.of());
            outcomes.add(new OutcomeLog.Entry(
                    position, epoch == null ? null : new Epoch(epoch), new CommandId(type), outcome));
        }

        @Override
        public Map<SessionId, EventMessage> sessions() {
            return sessions;
        }

        @Override
        public Map<SessionId, List<OutcomeLog.Entry>> outcomes() {
            return Map.of(ALICE, outcomes);
        }

        @Override
        public Map<SessionId, Long> lastCommands(Set<SessionId> of) {
            return of.stream().collect(Collectors.toMap(it -> it, it -> 20L));
        }
    }

    private static final class OneEpoch implements EpochStore {
        @Override
        public Epoch highest(SessionId session) {
            return new Epoch(4);
        }

        @Override
        public boolean create(SessionId session, Epoch epoch) {
            return true;
        }
    }
}
