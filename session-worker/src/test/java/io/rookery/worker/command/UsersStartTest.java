package io.rookery.worker.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.Command.OnConflict;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.event.RecordingEventLog;
import io.rookery.worker.lease.ClaimToken;
import io.rookery.worker.lease.InMemoryLeaseStore;
import io.rookery.worker.lease.LeaseTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What admission makes of a start whose user has another session. */
class UsersStartTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final SessionId ALICE = new SessionId("alice");
    private static final SessionId BOB = new SessionId("bob");
    private static final String USER = "user-1";

    private final InMemoryLeaseStore leases = new InMemoryLeaseStore(LeaseTimes.DEFAULT, () -> 1_000_000);
    private final RecordingEventLog events = new RecordingEventLog();
    private final List<CommandMessage> written = new ArrayList<>();
    private boolean logIsAway;
    private @Nullable Runnable meanwhile;
    private final Admission admission = new Admission(
            leases,
            events,
            events,
            new AtHome(),
            new UsersSessions(leases, this::write, () -> NOW),
            CloudEventCodec::writeStart,
            new WorkerId("w1"),
            () -> NOW);
    private long nextOffset;

    @BeforeEach
    void remember() {
        leases.finish(leases.elect("test").orElseThrow());
    }

    @Test
    void itIsRejected_namesTheOther_andLeavesNothingBehind() throws Exception {
        assertThat(handle(ALICE, "c1", start(null))).isEqualTo("claimable");
        assertThat(handle(BOB, "c2", start(null))).isEqualTo("user_has_session");
        Event.Outcome outcome = events.events(Event.Outcome.class).getLast();
        assertThat(outcome.status()).isEqualTo(OutcomeStatus.REJECTED);
        assertThat(outcome.code()).isEqualTo("USER_HAS_SESSION");
        assertThat(outcome.result()).containsEntry("sessionId", "alice");
        assertThat(outcome.mode()).isEqualTo(Mode.CLOSING);
        assertThat(leases.known(BOB)).isEmpty();
        assertThat(events.events(Event.SessionRecord.class))
                .as("a rebuild must not find it")
                .hasSize(1);
        assertThat(written).isEmpty();
    }

    @Test
    void itMayReplaceTheOther_whichIsDestroyedByACommandThatIsInTheLogBefore() throws Exception {
        handle(ALICE, "c1", start(null));
        assertThat(handle(BOB, "c2", start(OnConflict.REPLACE))).isEqualTo("claimable");
        CommandMessage destroy = written.getFirst();
        assertThat(written).hasSize(1);
        assertThat(destroy.session()).isEqualTo(ALICE);
        assertThat(destroy.command()).isEqualTo(new Command.Destroy());
        assertThat(destroy.tenantOrDefault()).isEqualTo(TenantId.DEFAULT);
    }

    @Test
    void whereTheLogCanNotBeWritten_nothingIsReplaced_andTheSameDestroyIsWrittenLater() throws Exception {
        handle(ALICE, "c1", start(null));
        logIsAway = true;
        long offset = nextOffset;
        assertThatThrownBy(() -> handle(BOB, "c2", start(OnConflict.REPLACE))).isInstanceOf(Admission.TryAgain.class);
        assertThat(leases.known(BOB)).isEmpty();
        logIsAway = false;
        nextOffset = offset;
        assertThat(handle(BOB, "c2", start(OnConflict.REPLACE))).isEqualTo("claimable");
        assertThat(written)
                .extracting(CommandMessage::id)
                .hasSize(2)
                .containsOnly(written.getFirst().id());
    }

    /** A repeat of an old start must not destroy what the user has had since. */
    @Test
    void aRepeatedStart_replacesNobody() throws Exception {
        handle(ALICE, "c1", start(OnConflict.REPLACE));
        giveUp(ALICE, SessionState.DESTROYED);
        handle(BOB, "c2", start(null));
        leases.noteRefused(ALICE, new CommandId("c1"), 0);
        assertThat(handle(ALICE, "c1", start(OnConflict.REPLACE))).isEqualTo("duplicate");
        assertThat(written).isEmpty();
    }

    /** Two starts in two partitions: whoever is admitted second sees the first one, however late. */
    @Test
    void whereTwoReplaceAtOnce_theLaterOneReplacesTheEarlierOneToo() throws Exception {
        handle(ALICE, "c1", start(null));
        SessionId carol = new SessionId("carol");
        meanwhile = () -> {
            meanwhile = null;
            assertThat(handleUnchecked(carol, "c3", start(OnConflict.REPLACE))).isEqualTo("claimable");
        };
        assertThat(handle(BOB, "c2", start(OnConflict.REPLACE))).isEqualTo("claimable");
        assertThat(written).extracting(CommandMessage::session).contains(carol).containsOnly(ALICE, carol);
    }

    @Test
    void withTheCallersWord_theUserHasSeveral() throws Exception {
        handle(ALICE, "c1", start(null));
        assertThat(handle(BOB, "c2", start(OnConflict.ADD))).isEqualTo("claimable");
        assertThat(leases.sessionsOf(TenantId.DEFAULT, USER)).containsOnlyKeys(ALICE, BOB);
    }

    @Test
    void aStoppedSession_staysItsUsers_whereALaterStartNamesNobody() throws Exception {
        handle(ALICE, "c1", start(null));
        giveUp(ALICE, SessionState.CLOSED);
        assertThat(handle(ALICE, "c2", new Command.Start(null))).isEqualTo("claimable");
        assertThat(leases.known(ALICE).orElseThrow().user()).isEqualTo(USER);
        assertThat(events.events(Event.SessionRecord.class))
                .last()
                .satisfies(record -> assertThat(record.start()).isEqualTo(new Command.Start(null).withUser(USER)));
    }

    @Test
    void aDestroyedSession_isInNobodysWay() throws Exception {
        handle(ALICE, "c1", start(null));
        giveUp(ALICE, SessionState.DESTROYED);
        assertThat(handle(BOB, "c2", start(null))).isEqualTo("claimable");
        assertThat(handle(ALICE, "c3", new Command.Start(null))).isEqualTo("claimable");
        assertThat(leases.known(ALICE).orElseThrow().user()).isEmpty();
    }

    private static Command.Start start(@Nullable OnConflict onConflict) {
        return new Command.Start(null, null, null, null, USER, null, null, onConflict);
    }

    private void giveUp(SessionId session, SessionState state) throws Exception {
        var token = new ClaimToken(new WorkerId("w1"), "life", 1);
        var epoch = leases.claim(session, token, false).orElseThrow().next();
        leases.setEpoch(session, token, epoch);
        leases.giveUp(session, token, epoch, nextOffset - 1, state, "");
    }

    private String handleUnchecked(SessionId session, String id, Command command) {
        try {
            return handle(session, id, command);
        } catch (Admission.TryAgain e) {
            throw new AssertionError(e);
        }
    }

    private String handle(SessionId session, String id, Command command) throws Admission.TryAgain {
        byte[] value = CloudEventCodec.encode(CommandMessage.of(session, new CommandId(id), NOW, command));
        return admission.handle(new Admission.Raw(0, nextOffset++, NOW, null, value));
    }

    private void write(CommandMessage command) throws EventLogUnavailable {
        written.add(command);
        if (logIsAway) throw new EventLogUnavailable("away", null);
        if (meanwhile != null) meanwhile.run();
    }

    /** Everything lies where it belongs. */
    private static final class AtHome implements Admission.Forwarding {
        @Override
        public int home(SessionId session) {
            return 0;
        }

        @Override
        public void reappend(SessionId session, Admission.Raw raw) {
            throw new AssertionError("not at home: " + session);
        }

        @Override
        public void deadLetter(Admission.Raw raw, String reason) {
            throw new AssertionError(reason);
        }
    }
}
