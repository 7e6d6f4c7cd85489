package io.rookery.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.Command.OnConflict;
import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.lease.LeaseStore.Admission.Kind;
import io.rookery.worker.lease.LeaseStore.GiveUp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every lease store must do. Each test has a session of its own. */
public abstract class LeaseStoreContract {
    private static final AtomicLong NAMES = new AtomicLong();
    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");
    private static final TenantId ACME = new TenantId("acme");
    private final SessionId session = new SessionId("s" + NAMES.incrementAndGet());
    private final ClaimToken w1 = new ClaimToken(new WorkerId("w1"), "life-1", 1);
    private final ClaimToken w2 = new ClaimToken(new WorkerId("w2"), "life-1", 1);
    private final String user = "user-of-" + session;
    private LeaseStore store;
    private LeaseRecovery recovery;

    /** The store that is tested: it has its memory. */
    protected abstract LeaseStore store();

    protected abstract LeaseRecovery recovery();

    /** The store forgets everything. */
    protected abstract void forget();

    /** Every lease runs out. */
    protected abstract void expireLeases();

    @BeforeEach
    void begin() throws Exception {
        store = store();
        recovery = recovery();
        if (!recovery.remembers()) {
            var election = recovery.elect("contract-" + NAMES.incrementAndGet()).orElseThrow();
            assertThat(recovery.finish(election)).isTrue();
        }
    }

    // ---- admission ----

    @Test
    void aStartOfAnUnknownSession_makesItClaimable_andAnythingElseIsRejected() throws Exception {
        assertThat(admit(4, "x", Kind.OTHER)).isEqualTo(AdmitDecision.REJECT);
        assertThat(admit(5, "y", Kind.SETTLE)).isEqualTo(AdmitDecision.REJECT);
        assertThat(admit(6, "c", Kind.START)).isEqualTo(AdmitDecision.CLAIMABLE);
        assertThat(store.claimable(100)).contains(session);
        assertThat(store.known(session)).contains(new LeaseStore.Known(Event.Desired.RUNNING, ACME, Epoch.NONE, ""));
    }

    @Test
    void whatASessionThatRunsIsAsked_isItsOwnersBusiness() throws Exception {
        admit(6, "c", Kind.START);
        assertThat(admit(7, "d", Kind.OTHER)).isEqualTo(AdmitDecision.OWNER);
        Epoch epoch = own(w1);
        assertThat(store.setEpoch(session, w1, epoch).orElseThrow().seen()).isEqualTo(7);
    }

    @Test
    void whatIsHandedInAgain_isDecidedAlike_untilItIsAnswered() throws Exception {
        assertThat(admit(6, "c", Kind.START)).isEqualTo(AdmitDecision.CLAIMABLE);
        assertThat(admit(6, "c", Kind.START)).isEqualTo(AdmitDecision.OWNER);
        complete(w1, own(w1), 6, "c");
        assertThat(admit(6, "c", Kind.START)).isEqualTo(AdmitDecision.SKIP);
        assertThat(admit(9, "c", Kind.START)).isEqualTo(AdmitDecision.DUPLICATE);
    }

    @Test
    void anIdThatWasRejected_isAnswered() throws Exception {
        assertThat(admit(4, "x", Kind.OTHER)).isEqualTo(AdmitDecision.REJECT);
        assertThat(admit(4, "x", Kind.OTHER)).as("the same record again").isEqualTo(AdmitDecision.REJECT);
        assertThat(admit(8, "x", Kind.START)).isEqualTo(AdmitDecision.DUPLICATE);
        assertThat(store.noteRefused(session, new CommandId("bad"), 9)).isEqualTo(AdmitDecision.REJECT);
        assertThat(store.noteRefused(session, new CommandId("bad"), 10)).isEqualTo(AdmitDecision.DUPLICATE);
    }

    @Test
    void anotherTenantsCommands_areRejected() throws Exception {
        stop(6);
        var foreign = new LeaseStore.Admission(
                session, new CommandId("f"), 20, Kind.START, TenantId.DEFAULT, "", -1, LATER, UserClaim.NOBODY);
        assertThat(store.admit(foreign)).isEqualTo(AdmitDecision.REJECT);
    }

    @Test
    void aStoppedSession_isClaimedAgainForItsDestroy() throws Exception {
        stop(6);
        assertThat(admit(20, "d", Kind.OTHER)).isEqualTo(AdmitDecision.REJECT);
        assertThat(admit(21, "e", Kind.SETTLE)).isEqualTo(AdmitDecision.CLAIMABLE);
        var inherited = store.setEpoch(session, w2, own(w2)).orElseThrow();
        assertThat(inherited.mode()).isEqualTo(Mode.CLOSING);
        assertThat(inherited.done()).isEqualTo(20);
        assertThat(inherited.state()).isEqualTo(SessionState.CLOSED);
    }

    // ---- ownership ----

    @Test
    void oneClaimWins_untilItsLeaseIsOver() throws Exception {
        admit(6, "c", Kind.START);
        assertThat(store.claim(session, w1, false)).contains(Epoch.NONE);
        assertThat(store.claim(session, w2, false)).isEmpty();
        assertThat(store.claimable(100)).doesNotContain(session);
        expireLeases();
        assertThat(store.claimable(100)).contains(session);
        assertThat(store.claim(session, w2, false)).isPresent();
        assertThat(store.setEpoch(session, w1, new Epoch(1))).isEmpty();
    }

    @Test
    void aRenewal_keepsTheLease_andIsRefusedToAnybodyElse() throws Exception {
        admit(6, "c", Kind.START);
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        assertThat(store.renew(List.of(
                        new LeaseStore.Renewal(session, w1, epoch, -1, ""),
                        new LeaseStore.Renewal(session, w2, epoch, -1, ""),
                        new LeaseStore.Renewal(session, w1, epoch.next(), -1, ""))))
                .containsExactly(true, false, false);
    }

    @Test
    void whatWasUsedOfItsLimits_isInheritedFromTheLastRenewal_andOutlivesAStop() throws Exception {
        admit(6, "c", Kind.START);
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        store.renew(List.of(new LeaseStore.Renewal(session, w1, epoch, -1, "{\"sentToday\":1}")));
        store.renew(List.of(
                new LeaseStore.Renewal(session, w1, epoch, -1, ""),
                new LeaseStore.Renewal(session, w2, epoch, -1, "of nobody")));
        expireLeases();
        store.claim(session, w2, false);
        Epoch next = epoch.next().next();
        assertThat(store.setEpoch(session, w2, next).orElseThrow().usage()).isEqualTo("{\"sentToday\":1}");

        assertThat(store.giveUp(session, w2, next, 6, SessionState.CLOSED, "{\"sentToday\":2}"))
                .isEqualTo(GiveUp.OK);
        admit(9, "again", Kind.START);
        store.claim(session, w1, false);
        assertThat(store.setEpoch(session, w1, next.next()).orElseThrow().usage())
                .isEqualTo("{\"sentToday\":2}");
    }

    @Test
    void anEpochBelowTheKnownOne_isRefused() throws Exception {
        admit(6, "c", Kind.START);
        own(w1);
        assertThat(store.setEpoch(session, w1, new Epoch(5))).isPresent();
        assertThat(store.setEpoch(session, w1, new Epoch(4))).isEmpty();
    }

    @Test
    void whatIsAnswered_isInherited_andNeverMovesBack() throws Exception {
        admit(6, "c", Kind.START);
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        complete(w1, epoch, 9, "d");
        complete(w1, epoch, 7, "late");
        expireLeases();
        var inherited = store.setEpoch(session, w2, own(w2)).orElseThrow();
        assertThat(inherited.done()).isEqualTo(9);
        assertThat(inherited.mode()).isEqualTo(Mode.OPEN);
        assertThat(inherited.outcomePosition()).isEqualTo(109);
        assertThat(inherited.outcomeFloor()).isEqualTo(epoch);
        assertThat(store.complete(completion(w1, epoch, 10, "zombie")))
                .as("the old owner")
                .isFalse();
        assertThat(store.isAnsweredBefore(session, new CommandId("d"), 10)).isTrue();
        assertThat(store.isAnsweredBefore(session, new CommandId("d"), 9)).isFalse();
    }

    @Test
    void aSessionIsGivenUp_unlessAdmissionHasSeenMore() throws Exception {
        admit(6, "c", Kind.START);
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        complete(w1, epoch, 6, "c");
        admit(8, "d", Kind.OTHER);
        assertThat(store.giveUp(session, w1, epoch, 7, SessionState.CLOSED, "")).isEqualTo(GiveUp.MORE);
        assertThat(store.giveUp(session, w2, epoch, 8, SessionState.CLOSED, "")).isEqualTo(GiveUp.LOST);
        assertThat(store.giveUp(session, w1, epoch, 8, SessionState.CLOSED, "")).isEqualTo(GiveUp.OK);
        assertThat(store.claim(session, w2, false)).isEmpty();
        assertThat(admit(9, "e", Kind.OTHER)).isEqualTo(AdmitDecision.REJECT);
        assertThat(admit(8, "d", Kind.OTHER)).as("answered up to there").isEqualTo(AdmitDecision.SKIP);
    }

    @Test
    void aReleasedSession_isClaimableAtOnce() throws Exception {
        admit(6, "c", Kind.START);
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        assertThat(store.release(session, w2, epoch, null)).isFalse();
        assertThat(store.release(session, w1, epoch, null)).isTrue();
        assertThat(store.claimable(100)).contains(session);
        assertThat(store.claim(session, w2, false)).contains(epoch);
    }

    @Test
    void whatIsEnded_isFreeForTheSameWorkerAtOnce_andForOthersWhenTheLeaseIsOver() throws Exception {
        admit(6, "c", Kind.START);
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        ClaimToken reborn = new ClaimToken(new WorkerId("w1"), "life-2", 1);
        assertThat(store.claim(session, reborn, false))
                .as("a name alone takes nothing back")
                .isEmpty();
        assertThat(store.endLeases(new WorkerId("w1"), "life-0")).doesNotContain(session);
        assertThat(store.endLeases(new WorkerId("w1"), "life-1")).contains(session);
        assertThat(store.claimable(100)).doesNotContain(session);
        assertThat(store.claim(session, w2, false)).isEmpty();
        assertThat(store.claim(session, reborn, false)).contains(epoch);
        assertThat(store.renew(List.of(new LeaseStore.Renewal(session, w1, epoch, -1, ""))))
                .containsExactly(false);
        assertThat(store.claim(session, w1, false)).as("it is owned again").isEmpty();
    }

    // ---- without a free slot ----

    @Test
    void withoutASlot_onlyWhatHasSomethingToSettleIsClaimed() throws Exception {
        admit(6, "c", Kind.START);
        assertThat(store.settleable(100)).doesNotContain(session);
        assertThat(store.claim(session, w1, true)).isEmpty();
        admit(7, "d", Kind.OTHER);
        assertThat(store.claim(session, w1, true)).isEmpty();
        admit(8, "e", Kind.CLOSE);
        assertThat(store.settleable(100)).contains(session);
        assertThat(store.claim(session, w1, true)).isPresent();
        assertThat(store.settleable(100)).as("it has an owner").doesNotContain(session);
        assertThat(store.setEpoch(session, w1, new Epoch(1)).orElseThrow().closing())
                .isEqualTo(8);
    }

    @Test
    void aDeadlineThatHasPassed_canBeSettled_untilASettlerHasLooked() throws Exception {
        admit(6, "c", Kind.START);
        store.admit(new LeaseStore.Admission(
                session, new CommandId("d"), 7, Kind.OTHER, ACME, "", -1, Instant.ofEpochMilli(5), UserClaim.NOBODY));
        assertThat(store.settleable(100)).contains(session);
        Epoch epoch = store.claim(session, w1, true).orElseThrow().next();
        store.setEpoch(session, w1, epoch);
        complete(w1, epoch, 7, "d");
        assertThat(store.release(session, w1, epoch, new LeaseStore.Waiting(7, -1, -1, LATER.toEpochMilli())))
                .isTrue();
        assertThat(store.settleable(100)).doesNotContain(session);
        assertThat(store.claimable(100)).contains(session);
    }

    @Test
    void aSettlerThatHasNotLookedAtEverything_leavesWhatAdmissionHasNoted() throws Exception {
        admit(6, "c", Kind.START);
        admit(7, "d", Kind.CLOSE);
        Epoch epoch = store.claim(session, w1, true).orElseThrow().next();
        store.setEpoch(session, w1, epoch);
        admit(9, "e", Kind.CLOSE);
        store.release(session, w1, epoch, new LeaseStore.Waiting(7, -1, -1, -1));
        assertThat(store.settleable(100)).contains(session);
    }

    @Test
    void aClosedSessionThatWasNotGivenUp_canBeSettled_butNotOneThatWaitsForItsStart() throws Exception {
        admit(6, "c", Kind.START);
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        store.complete(
                new LeaseStore.Completion(session, w1, epoch, 6, Mode.CLOSING, 106, new CommandId("c"), null, 0));
        store.release(session, w1, epoch, null);
        assertThat(store.settleable(100)).contains(session);
        store.claim(session, w1, true);
        admit(8, "again", Kind.START);
        store.release(session, w1, epoch, new LeaseStore.Waiting(8, -1, 8, LATER.toEpochMilli()));
        assertThat(store.settleable(100)).doesNotContain(session);
    }

    @Test
    void aReasonToWait_isToldOnce_andOnlyOfWhatWaits() throws Exception {
        admit(6, "c", Kind.START);
        assertThat(queued("NO_FREE_SLOT", Duration.ofHours(1))).as("not yet").isEmpty();
        assertThat(queued("NO_FREE_SLOT", Duration.ZERO))
                .contains(new LeaseStore.Queued(ACME, List.of(SessionState.QUEUED)));
        assertThat(queued("NO_FREE_SLOT", Duration.ZERO)).as("it is known").isEmpty();
        assertThat(queued("STORE_UNAVAILABLE", Duration.ZERO)).isPresent();
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        assertThat(queued("NO_FREE_SLOT", Duration.ZERO)).as("it has an owner").isEmpty();
        store.status(
                session,
                w1,
                epoch,
                new LeaseStore.Status(
                        SessionState.READY, List.of(SessionState.READY, SessionState.QUEUED), null, null, null));
        store.release(session, w1, epoch, null);
        assertThat(queued("NO_FREE_SLOT", Duration.ZERO))
                .contains(new LeaseStore.Queued(
                        ACME, List.of(SessionState.QUEUED, SessionState.READY, SessionState.QUEUED)));
    }

    private Optional<LeaseStore.Queued> queued(String reason, Duration leastWait) throws Exception {
        return store.queued(session, reason, "it waits", leastWait);
    }

    @Test
    void onlyTheOwnerTellsTheState() throws Exception {
        admit(6, "c", Kind.START);
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        var ready = new LeaseStore.Status(SessionState.READY, List.of(SessionState.READY), null, null, null);
        assertThat(store.status(session, w2, epoch, ready)).isFalse();
        assertThat(store.status(session, w1, epoch, ready)).isTrue();
        assertThat(store.setEpoch(session, w1, epoch).orElseThrow().state()).isEqualTo(SessionState.READY);
    }

    // ---- loss of memory ----

    @Test
    void withoutItsMemory_theStoreRefusesEverything() throws Exception {
        admit(6, "c", Kind.START);
        forget();
        assertThatThrownBy(() -> admit(7, "d", Kind.START)).isInstanceOf(Amnesia.class);
        assertThatThrownBy(() -> store.claim(session, w1, false)).isInstanceOf(Amnesia.class);
        assertThatThrownBy(() -> store.renew(List.of())).isInstanceOf(Amnesia.class);
        assertThatThrownBy(() -> store.claimable(1)).isInstanceOf(Amnesia.class);
    }

    @Test
    void beforeTheQuarantineIsOver_anElectionSaysSo_andOnlyOneIsElected() throws Exception {
        forget();
        var election = recovery.elect("a" + session);
        assertThat(election)
                .hasValueSatisfying(it -> assertThat(it.quarantineOver()).isFalse());
        assertThat(recovery.elect("b" + session)).isEmpty();
        assertThat(recovery.finish(new LeaseRecovery.Election("b" + session, true)))
                .isFalse();
        assertThat(recovery.finish(election.orElseThrow())).isTrue();
        assertThat(recovery.remembers()).isTrue();
        assertThat(recovery.finish(election.orElseThrow())).as("too late").isFalse();
    }

    @Test
    void whoResigns_letsAnotherBeElected_andHasNoRightAnyMore() throws Exception {
        forget();
        var first = recovery.elect("a" + session).orElseThrow();
        recovery.resign(first);
        assertThat(recovery.finish(first)).isFalse();
        var second = recovery.elect("b" + session).orElseThrow();
        recovery.resign(first);
        assertThat(recovery.finish(second)).as("another's resignation").isTrue();
    }

    @Test
    void aRebuiltRecord_isAsItWas_andARegisteredOwnerOfTheHighestEpochHasItBack() throws Exception {
        forget();
        recovery.register(session, w2, new Epoch(2));
        recovery.register(session, w1, new Epoch(3));
        recovery.register(session, w2, new Epoch(1));
        var election = recovery.elect("r" + session).orElseThrow();
        assertThat(recovery.restore(new LeaseRecovery.Election("stale", true), rebuilt(3)))
                .isFalse();
        assertThat(recovery.restore(election, rebuilt(3))).isTrue();
        assertThat(recovery.finish(election)).isTrue();
        assertThat(store.claim(session, w2, false)).as("it has an owner").isEmpty();
        assertThat(store.renew(List.of(new LeaseStore.Renewal(session, w1, new Epoch(3), -1, ""))))
                .containsExactly(true);
        assertThat(store.isAnsweredBefore(session, new CommandId("done"), 40)).isTrue();
        assertThat(admit(31, "n", Kind.OTHER)).isEqualTo(AdmitDecision.OWNER);
    }

    @Test
    void whatWasAnsweredOfASessionThatNeverRan_isKnownAgain() throws Exception {
        forget();
        var election = recovery.elect("r" + session).orElseThrow();
        var stale = new LeaseRecovery.Election("stale", true);
        assertThat(recovery.restoreAnswered(stale, session, Map.of(new CommandId("x"), 4L)))
                .isFalse();
        assertThat(recovery.restoreAnswered(election, session, Map.of(new CommandId("x"), 4L)))
                .isTrue();
        assertThat(recovery.finish(election)).isTrue();
        assertThat(store.known(session)).isEmpty();
        assertThat(admit(9, "x", Kind.START)).isEqualTo(AdmitDecision.DUPLICATE);
        assertThat(admit(10, "y", Kind.START)).isEqualTo(AdmitDecision.CLAIMABLE);
    }

    // ---- sessions that are closed ----

    @Test
    void whatIsClosedForAReason_isFound_asLongAsItIs() throws Exception {
        admit(5, "c", Kind.START);
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        var closed = new LeaseStore.Status(SessionState.CLOSED, List.of(SessionState.CLOSED), "IDLE", null, null);
        store.status(session, w1, epoch, closed);
        assertThat(closedFor("IDLE", Duration.ZERO)).doesNotContain(session);
        store.giveUp(session, w1, epoch, 5, SessionState.CLOSED, "");
        assertThat(closedFor("IDLE", Duration.ZERO)).contains(session);
        assertThat(closedFor("IDLE", Duration.ofDays(1))).doesNotContain(session);
        assertThat(closedFor("PAIRING_TIMEOUT", Duration.ZERO)).doesNotContain(session);
        admit(6, "d", Kind.START);
        assertThat(closedFor("IDLE", Duration.ZERO)).doesNotContain(session);
    }

    @Test
    void whatOnlyAnOwnerCanDecide_wakesAStoppedSession_butIsNothingToSettle() throws Exception {
        assertThat(admit(4, "x", Kind.WAKE)).isEqualTo(AdmitDecision.REJECT);
        admit(5, "c", Kind.START);
        giveUp(SessionState.CLOSED);
        assertThat(admit(7, "d", Kind.WAKE)).isEqualTo(AdmitDecision.CLAIMABLE);
        assertThat(store.claimable(100)).contains(session);
        assertThat(store.settleable(100)).doesNotContain(session);
        assertThat(admit(8, "e", Kind.WAKE)).isEqualTo(AdmitDecision.OWNER);
        assertThat(store.settleable(100)).doesNotContain(session);
    }

    /** In pages of two. */
    private Set<SessionId> closedFor(String reason, Duration atLeast) throws Exception {
        Set<SessionId> all = new HashSet<>();
        SessionId after = null;
        do {
            LeaseStore.ClosedPage page = store.closed(reason, atLeast, after, 2);
            page.sessions().forEach(it -> all.add(it.session()));
            after = page.next();
        } while (after != null);
        return all;
    }

    // ---- the sessions of a user ----

    @Test
    void aUserWithASession_isRefusedAnother_andARepeatOfThat_isRefusedTheSame() throws Exception {
        assertThat(start(session, 5, "c", OnConflict.REFUSE)).isEqualTo(AdmitDecision.CLAIMABLE);
        assertThat(store.sessionsOf(ACME, user)).containsOnlyKeys(session);
        assertThat(store.known(session).orElseThrow().user()).isEqualTo(user);
        SessionId other = new SessionId(session + "-b");
        assertThat(start(other, 7, "d", OnConflict.REFUSE, session)).isEqualTo(AdmitDecision.USER_HAS_SESSION);
        assertThat(store.known(other)).isEmpty();
        giveUp(SessionState.DESTROYED);
        assertThat(start(other, 7, "d", OnConflict.REFUSE)).isEqualTo(AdmitDecision.USER_HAS_SESSION);
        assertThat(start(other, 8, "d", OnConflict.REFUSE)).isEqualTo(AdmitDecision.DUPLICATE);
        assertThat(start(other, 9, "e", OnConflict.REFUSE)).isEqualTo(AdmitDecision.CLAIMABLE);
    }

    @Test
    void anotherTenantsUser_isAnotherUser() throws Exception {
        start(session, 5, "c", OnConflict.REFUSE);
        var claim = new UserClaim(user, OnConflict.REFUSE, Map.of());
        assertThat(store.admit(new LeaseStore.Admission(
                        new SessionId(session + "-b"),
                        new CommandId("d"),
                        1,
                        Kind.START,
                        TenantId.DEFAULT,
                        "",
                        -1,
                        LATER,
                        claim)))
                .isEqualTo(AdmitDecision.CLAIMABLE);
        assertThat(store.sessionsOf(ACME, user)).containsOnlyKeys(session);
    }

    /** Two starts of one user at once, in different partitions: the second one decides on what the first one has made of it. */
    @Test
    void whoDoesNotKnowOfTheOther_looksAgain() throws Exception {
        SessionId other = new SessionId(session + "-b");
        start(session, 5, "c", OnConflict.REPLACE);
        assertThat(start(other, 7, "d", OnConflict.REPLACE)).isEqualTo(AdmitDecision.USER_CHANGED);
        assertThat(store.known(other)).isEmpty();
        assertThat(start(other, 7, "d", OnConflict.REPLACE, session)).isEqualTo(AdmitDecision.CLAIMABLE);
        assertThat(store.sessionsOf(ACME, user)).containsOnlyKeys(session, other);
        giveUp(SessionState.DESTROYED);
        assertThat(store.sessionsOf(ACME, user)).containsOnlyKeys(other);
        SessionId third = new SessionId(session + "-c");
        assertThat(start(third, 7, "d", OnConflict.REFUSE, session)).isEqualTo(AdmitDecision.USER_HAS_SESSION);
        SessionId fourth = new SessionId(session + "-d");
        assertThat(start(fourth, 7, "d", OnConflict.ADD)).isEqualTo(AdmitDecision.CLAIMABLE);
        assertThat(store.sessionsOf(ACME, user)).containsOnlyKeys(other, fourth);
    }

    /** Its caller has not said in the topic of sessions that it will run. */
    @Test
    void whereTheOtherIsGone_aRefusalIsNotHurried() throws Exception {
        SessionId other = new SessionId(session + "-b");
        assertThat(start(session, 5, "c", OnConflict.REFUSE, other)).isEqualTo(AdmitDecision.USER_CHANGED);
        assertThat(start(session, 5, "c", OnConflict.REFUSE)).isEqualTo(AdmitDecision.CLAIMABLE);
    }

    @Test
    void whoseItIs_isInNobodysWay_alsoWhereThereAreSeveral() throws Exception {
        start(session, 5, "c", OnConflict.ADD);
        start(new SessionId(session + "-b"), 5, "c", OnConflict.ADD);
        giveUp(SessionState.CLOSED);
        assertThat(store.sessionsOf(ACME, user)).hasSize(2);
        assertThat(start(session, 9, "d", OnConflict.REFUSE, session, new SessionId(session + "-b")))
                .isEqualTo(AdmitDecision.CLAIMABLE);
    }

    @Test
    void anOwnerThatStartsItsSessionAnew_asksForItsUser() throws Exception {
        SessionId other = new SessionId(session + "-b");
        start(other, 5, "c", OnConflict.REFUSE);
        admit(5, "c", Kind.START);
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        assertThat(store.started(restart(epoch, OnConflict.REFUSE))).isEqualTo(LeaseStore.Started.USER_HAS_SESSION);
        assertThat(store.started(restart(epoch, OnConflict.REPLACE))).isEqualTo(LeaseStore.Started.USER_CHANGED);
        assertThat(store.sessionsOf(ACME, user)).containsOnlyKeys(other);
        assertThat(store.started(restart(epoch, OnConflict.REPLACE, other))).isEqualTo(LeaseStore.Started.OK);
        assertThat(store.sessionsOf(ACME, user)).containsOnlyKeys(session, other);
        assertThat(store.setEpoch(session, w1, epoch).orElseThrow().startOptions())
                .isEqualTo("anew");
        assertThat(store.started(restart(epoch.next(), OnConflict.ADD))).isEqualTo(LeaseStore.Started.LOST);
    }

    @Test
    void aDestroyedSession_isNobodys_asSoonAsItIsAnswered() throws Exception {
        start(session, 5, "c", OnConflict.REFUSE);
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        store.complete(new LeaseStore.Completion(
                session, w1, epoch, 6, Mode.CLOSING, 1, new CommandId("d"), SessionState.DESTROYED, 0));
        assertThat(store.sessionsOf(ACME, user)).isEmpty();
    }

    @Test
    void aRebuiltSession_isItsUsers_andAllOfAUsersAreShown() throws Exception {
        start(session, 5, "c", OnConflict.REFUSE);
        forget();
        var election = recovery.elect("users-" + NAMES.incrementAndGet()).orElseThrow();
        recovery.restore(election, rebuilt(4));
        recovery.finish(election);
        assertThat(store.sessionsOf(ACME, "user-1")).containsKey(session);
        assertThat(store.sessionsOf(ACME, user)).isEmpty();
    }

    private AdmitDecision start(SessionId which, long offset, String id, OnConflict onConflict, SessionId... seen)
            throws Exception {
        var claim = new UserClaim(user, onConflict, asItIs(seen));
        return store.admit(
                new LeaseStore.Admission(which, new CommandId(id), offset, Kind.START, ACME, "", -1, LATER, claim));
    }

    private LeaseStore.Restart restart(Epoch epoch, OnConflict onConflict, SessionId... seen) throws Exception {
        return new LeaseStore.Restart(session, w1, epoch, "anew", new UserClaim(user, onConflict, asItIs(seen)));
    }

    /** These of the user's sessions, as a caller has seen them who has just looked. */
    private Map<SessionId, Long> asItIs(SessionId... seen) throws Exception {
        Map<SessionId, Long> known = new HashMap<>();
        for (SessionId it : seen) known.put(it, store.sessionsOf(ACME, user).getOrDefault(it, -1L));
        return known;
    }

    /** Else a destroy that lies in front of its new start in its log would count for that, too. */
    @Test
    void aSessionThatWasStartedAnew_isAnotherOneThanTheCallerHasSeen() throws Exception {
        start(session, 5, "c", OnConflict.REFUSE);
        Map<SessionId, Long> before = store.sessionsOf(ACME, user);
        giveUp(SessionState.DESTROYED);
        start(session, 9, "d", OnConflict.REFUSE);
        Map<SessionId, Long> since = store.sessionsOf(ACME, user);
        assertThat(since.get(session)).isGreaterThan(before.get(session));
        SessionId other = new SessionId(session + "-b");
        assertThat(replace(other, before)).isEqualTo(AdmitDecision.USER_CHANGED);
        assertThat(replace(other, since)).isEqualTo(AdmitDecision.CLAIMABLE);
    }

    private AdmitDecision replace(SessionId which, Map<SessionId, Long> seen) throws Exception {
        var claim = new UserClaim(user, OnConflict.REPLACE, seen);
        return store.admit(
                new LeaseStore.Admission(which, new CommandId("r"), 7, Kind.START, ACME, "", -1, LATER, claim));
    }

    private void giveUp(SessionState state) throws Exception {
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        assertThat(store.giveUp(session, w1, epoch, 6, state, "")).isEqualTo(GiveUp.OK);
    }

    // ---- small parts ----

    private LeaseRecovery.Rebuilt rebuilt(int epoch) {
        return new LeaseRecovery.Rebuilt(
                session,
                ACME,
                Mode.OPEN,
                new Epoch(epoch),
                30,
                20,
                5,
                new Epoch(epoch),
                "",
                SessionState.READY,
                null,
                "user-1",
                Map.of(new CommandId("done"), 20L));
    }

    private AdmitDecision admit(long offset, String id, Kind kind) throws Exception {
        return store.admit(new LeaseStore.Admission(
                session, new CommandId(id), offset, kind, ACME, "", -1, LATER, UserClaim.NOBODY));
    }

    /** Claims the session. @return the epoch to take */
    private Epoch own(ClaimToken token) throws Exception {
        return store.claim(session, token, false).orElseThrow().next();
    }

    private void stop(long offset) throws Exception {
        admit(offset, "start", Kind.START);
        Epoch epoch = own(w1);
        store.setEpoch(session, w1, epoch);
        assertThat(store.giveUp(session, w1, epoch, offset, SessionState.CLOSED, ""))
                .isEqualTo(GiveUp.OK);
    }

    private void complete(ClaimToken token, Epoch epoch, long position, String id) throws Exception {
        store.setEpoch(session, token, epoch);
        assertThat(store.complete(completion(token, epoch, position, id))).isTrue();
    }

    private LeaseStore.Completion completion(ClaimToken token, Epoch epoch, long position, @Nullable String id) {
        return new LeaseStore.Completion(
                session,
                token,
                epoch,
                position,
                Mode.OPEN,
                100 + position,
                id == null ? null : new CommandId(id),
                null,
                0);
    }
}
