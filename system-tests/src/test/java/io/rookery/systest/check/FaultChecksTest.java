package io.rookery.systest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.OutcomeStatus;
import io.rookery.systest.check.Fault.Kind;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As {@link CheckerTest}, for the promises about faults: each is broken once, and found. */
class FaultChecksTest {
    private final PaperRun run = new PaperRun();

    /** Linked under epoch 1. */
    @BeforeEach
    void aLinkedSession() {
        run.page("connect", "c1", 1);
        run.page("link", "c1", 1);
        run.ready(1);
    }

    /** The next owner comes and is READY at these seconds. */
    private void moves(double gone, double owned, double ready) {
        run.at(gone).page("disconnect", "c1", 1);
        run.at(owned).fence(2);
        run.at(ready).page("connect", "c2", 2);
        run.ready(2);
    }

    private void violates(String promise, String sentence) {
        assertThat(run.violations())
                .singleElement()
                .asString()
                .startsWith(promise + " ")
                .contains(sentence);
    }

    // ---- I3 ----

    @Test
    void acceptsAPauseInWhichThePageFallsSilent() {
        run.at(10).blow(Fault.of(Kind.WORKER_PAUSE, 16), 20);
        moves(21, 25, 28);
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void findsAPageThatSendsWhileItsWorkerStandsStill() {
        run.at(10).blow(Fault.of(Kind.WORKER_PAUSE, 16), 20);
        run.at(11).send("c1", 1, "id1", "early enough");
        run.at(23.5).send("c1", 1, "id2", "too late");
        violates("I3", "sent 500 ms after it had to be silent");
    }

    @Test
    void findsAPageThatStaysConnectedWhileItsWorkerStandsStill() {
        run.at(10).blow(Fault.of(Kind.WORKER_PAUSE, 45), 50);
        moves(25, 26, 28);
        violates("I3", "connected for 2000 ms after it had to be silent");
    }

    @Test
    void findsTheNextOwnersPageBesideTheOldOne() {
        run.at(10).blow(Fault.of(Kind.WORKER_PAUSE, 16), 25);
        run.at(25).fence(2);
        run.at(27).page("connect", "c2", 2);
        run.ready(2);
        assertThat(run.violations())
                .anySatisfy(text -> assertThat(text).startsWith("I3 ").contains("came while epoch 1 was connected"))
                .anySatisfy(text -> assertThat(text).startsWith("I1 "));
    }

    // ---- I7, I12 ----

    @Test
    void acceptsALostHostWhoseSessionIsOwnedAndReadyInTime() {
        run.at(10).blow(Fault.of(Kind.HOST_LOST), 20);
        moves(10.1, 25, 30);
        assertThat(run.violations()).isEmpty();
        assertThat(new Checker(1).judge(run.evidence()))
                .filteredOn(verdict -> verdict.id().equals("I7") && verdict.trials() > 0)
                .extracting(verdict -> verdict.times().getFirst().toMillis())
                .containsExactly(15_000L, 5_000L);
    }

    @Test
    void findsANewOwnerThatIsLate() {
        run.at(10).blow(Fault.of(Kind.HOST_LOST), 25);
        moves(10.1, 28, 30);
        violates("I7", "p99 of 1 is 18000 ms, more than 17000 ms");
    }

    @Test
    void findsANewOwnerThatIsNotReadyInTime() {
        run.at(10).blow(Fault.of(Kind.HOST_LOST), 25);
        moves(10.1, 20, 27);
        violates("I7", "p99 of 1 is 7000 ms, more than 6000 ms");
    }

    @Test
    void findsASessionThatNobodyTakes() {
        run.at(10).blow(Fault.of(Kind.HOST_LOST), -1);
        run.page("disconnect", "c1", 1);
        assertThat(run.violations())
                .anySatisfy(text -> assertThat(text).startsWith("I7 ").contains("s: never after the host-lost"))
                .anySatisfy(text -> assertThat(text).startsWith("I12 ").contains("not every session carries out"));
    }

    @Test
    void findsASessionThatIsWithoutAnOwnerForTooLong() {
        run.at(10).blow(Fault.of(Kind.WORKER_PAUSE, 16), 40);
        moves(20, 31, 33);
        violates("I12", "without an owner for 21000 ms");
    }

    @Test
    void findsACrashedWorkerWhoseSessionIsNotReadyInTime() {
        run.at(10).blow(Fault.of(Kind.WORKER_KILL), 20);
        moves(10.1, 16, 19);
        violates("I7", "p99 of 1 is 9000 ms, more than 8000 ms");
    }

    @Test
    void findsAClusterThatDoesNotComeToWorkAgain() {
        run.at(10).blow(Fault.of(Kind.KAFKA_KILL), -1);
        violates("I12", "not every session carries out commands after the kafka-kill");
    }

    // ---- I10 ----

    @Test
    void acceptsABadRecordWhoseNeighbourIsAnsweredAtOnce() {
        aBadRecordAndItsNeighbour(0.4);
        run.deadLetter(10);
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void findsABadRecordThatIsNoDeadLetter() {
        aBadRecordAndItsNeighbour(0.4);
        violates("I10", "the record 0@10 is no dead letter");
    }

    @Test
    void findsANeighbourThatWaits() {
        aBadRecordAndItsNeighbour(1.5);
        run.deadLetter(10);
        violates("I10", "p99 of 1 is 1500 ms");
    }

    @Test
    void aNeighbourMayWaitWhileSomethingElseIsWrong() {
        run.at(9).blow(Fault.of(Kind.KAFKA_KILL), 5);
        aBadRecordAndItsNeighbour(3);
        run.deadLetter(10);
        assertThat(run.violations()).isEmpty();
    }

    private void aBadRecordAndItsNeighbour(double answeredAfter) {
        run.at(10).poison(10);
        run.write("m1", 11);
        run.at(10 + answeredAfter).send("c1", 1, "id1", "m1");
        run.deliver("id1");
        run.outcome("m1", 1, OutcomeStatus.SUCCEEDED);
    }

    // ---- I13 ----

    @Test
    void acceptsADrainThatHandsOver() {
        run.at(10).blow(Fault.of(Kind.WORKER_DRAIN), 8);
        moves(11, 12, 15);
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void findsAWorkerThatDoesNotEnd() {
        run.at(10).blow(Fault.of(Kind.WORKER_DRAIN), 8);
        run.neverEnded();
        moves(11, 12, 15);
        violates("I13", "did not end");
    }

    @Test
    void findsASessionThatIsHandedOverTooLate() {
        run.at(10).blow(Fault.of(Kind.WORKER_DRAIN), 40);
        moves(11, 41, 43);
        assertThat(run.violations())
                .anySatisfy(text -> assertThat(text).startsWith("I13 ").contains("not handed over in time"));
    }

    // ---- I14 ----

    @Test
    void whatALossOfMemoryBreaksCountsAsThat() {
        run.at(10).blow(Fault.of(Kind.REDIS_FLUSH), 20);
        run.write("m1", 10);
        assertThat(run.violations())
                .containsExactlyInAnyOrder(
                        "I4 one outcome for each command: s/m1 has 0 outcomes", "I14 amnesia: s/m1 has 0 outcomes");
    }

    // ---- I15 ----

    @Test
    void findsLitter() {
        run.litter("processes of worker-1 after 10 s: [4711]");
        violates("I15", "4711");
    }

    // ---- I16 ----

    @Test
    void acceptsWhatAPhoneWroteAndTheSessionPublished() {
        run.at(5).phoneSends("in1");
        run.at(5.01).pageStores("in1", 1);
        run.at(5.02).received("in1", "in1/chat", 1);
        run.received("in1", "in1/chat", 1); // the same event again
        assertThat(run.violations()).isEmpty();
        assertThat(new Checker(1).judge(run.evidence()))
                .filteredOn(verdict -> verdict.id().equals("I16"))
                .allSatisfy(verdict -> assertThat(verdict.times()).hasSize(1));
    }

    @Test
    void findsAMessageThatNeverReachedItsPage() {
        run.at(5).phoneSends("in1");
        violates("I16", "never reached its page");
    }

    @Test
    void findsAMessageThatWasNotPublished() {
        run.at(5).phoneSends("in1");
        run.pageStores("in1", 1);
        violates("I16", "was not published");
    }

    @Test
    void findsAMessageThatWasPublishedAsTwoEvents() {
        run.at(5).phoneSends("in1");
        run.pageStores("in1", 1);
        List.of("in1/chat", "in1/another-chat").forEach(event -> run.received("in1", event, 1));
        violates("I16", "as two events");
    }

    @Test
    void aLateEventOfAnOldOwnerIsNoPublication() {
        run.at(5).phoneSends("in1");
        run.pageStores("in1", 1);
        run.at(6).received("in0", "in0/chat", 2);
        run.received("in1", "in1/chat", 1);
        violates("I16", "message in1");
    }

    @Test
    void whatAPausedWorkersPageStoredMayBeLost() {
        run.at(10).blow(Fault.of(Kind.WORKER_PAUSE, 16), 20);
        run.at(20).phoneSends("in1");
        run.pageStores("in1", 1);
        moves(21, 25, 28);
        assertThat(run.violations()).isEmpty();
        assertThat(new Checker(1).judge(run.evidence()))
                .anySatisfy(verdict ->
                        assertThat(verdict.remark()).isEqualTo("0 went with a lost host, 1 with a paused worker"));
    }

    @Test
    void whatWasStoredWhenAWorkerDiedMustBePublishedWhereItComesHome() {
        run.at(9.9).phoneSends("in1");
        run.pageStores("in1", 1);
        run.at(10).blow(Fault.of(Kind.WORKER_KILL), 10);
        run.staysAtHome();
        moves(10.1, 15, 17);
        violates("I16", "message in1");
    }

    @Test
    void whatWasStoredWhenAWorkerDiedMayGoWithItWhereAnotherWasQuicker() {
        run.at(9.9).phoneSends("in1");
        run.pageStores("in1", 1);
        run.at(10).blow(Fault.of(Kind.WORKER_KILL), 10);
        moves(10.1, 15, 17);
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void whatWasStoredWhenTheHostWentMayGoWithIt_andNothingElse() {
        run.at(9.8).phoneSends("in1");
        run.pageStores("in1", 1);
        run.at(10).blow(Fault.of(Kind.HOST_LOST), 20);
        moves(10.1, 20, 22);
        assertThat(run.violations()).isEmpty();
        run.at(9).phoneSends("in2");
        run.pageStores("in2", 1);
        violates("I16", "message in2");
    }
}
