package io.rookery.systest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.OutcomeStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check is trusted only after it has failed once: a clean run, and each way to break it. */
class CheckerTest {
    private final PaperRun run = new PaperRun();

    /** Linked under epoch 1, one command; moved to epoch 2, one command there. */
    @BeforeEach
    void aCleanRun() {
        run.page("connect", "c1", 1);
        run.page("qr", "c1", 1);
        run.page("link", "c1", 1);
        run.write("m1", 10);
        run.send("c1", 1, "id1", "m1");
        run.deliver("id1");
        run.outcome("m1", 1, OutcomeStatus.SUCCEEDED);
        run.page("disconnect", "c1", 1);
        run.page("connect", "c2", 2);
        run.fence(2);
        run.write("m2", 11);
        run.send("c2", 2, "id2", "m2");
        run.deliver("id2");
        run.outcome("m2", 2, OutcomeStatus.SUCCEEDED);
    }

    @Test
    void acceptsACleanRun() {
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void findsTwoOwnersAtOnce() {
        run.page("connect", "c3", 3);
        assertThat(run.violations())
                .singleElement()
                .asString()
                .startsWith("I1 ")
                .contains("while epoch 2");
    }

    @Test
    void anEndedConnectionIsNoOwner() {
        run.page("conflict", "c2", 2);
        run.page("connect", "c3", 3);
        run.add("start", "", null, "", "", "", "");
        run.page("connect", "c4", 4);
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void findsAnEpochThatWentBack() {
        run.page("disconnect", "c2", 2);
        run.page("connect", "c3", 1);
        assertThat(run.violations())
                .singleElement()
                .asString()
                .startsWith("I1 ")
                .contains("after one of epoch 2");
    }

    @Test
    void findsASendOfAnOldOwner() {
        run.write("m3", 12);
        run.send("c1", 1, "id3", "m3");
        run.outcome("m3", 2, OutcomeStatus.UNKNOWN);
        assertThat(run.violations()).isNotEmpty().allMatch(text -> text.startsWith("I1 "));
    }

    @Test
    void findsAMessageThatIsShownTwice() {
        run.deliver("id2");
        assertThat(run.violations())
                .singleElement()
                .asString()
                .startsWith("I5 ")
                .contains("shown again");
    }

    @Test
    void findsACommandThatBecameTwoMessages() {
        run.send("c2", 2, "id3", "m2");
        run.deliver("id3");
        assertThat(run.violations())
                .singleElement()
                .asString()
                .startsWith("I5 ")
                .contains("2 messages");
    }

    @Test
    void aMessageThatIsSentAgainAndNotShownAgainIsFine() {
        run.send("c2", 2, "id2", "m2");
        run.add("duplicate", "", null, PaperRun.BOB, "phone", "id2", "");
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void findsASuccessThatNobodyWasShown() {
        run.write("m3", 12);
        run.outcome("m3", 2, OutcomeStatus.SUCCEEDED);
        assertThat(run.violations())
                .singleElement()
                .asString()
                .startsWith("I5 ")
                .contains("nobody");
    }

    @Test
    void findsARejectionThatSomebodyWasShown() {
        run.write("m3", 12);
        run.send("c2", 2, "id3", "m3");
        run.deliver("id3");
        run.outcome("m3", 2, OutcomeStatus.REJECTED);
        assertThat(run.violations())
                .singleElement()
                .asString()
                .startsWith("I5 ")
                .contains("rejected");
    }

    @Test
    void findsAnInversion() {
        run.write("m3", 12);
        run.write("m4", 13);
        run.send("c2", 2, "id4", "m4");
        run.send("c2", 2, "id3", "m3");
        run.deliver("id4");
        run.deliver("id3");
        run.outcome("m3", 2, OutcomeStatus.SUCCEEDED);
        run.outcome("m4", 2, OutcomeStatus.SUCCEEDED);
        assertThat(run.violations()).hasSize(2).allMatch(text -> text.startsWith("I6 "));
    }

    @Test
    void findsALostCommand() {
        run.write("m3", 12);
        assertThat(run.violations()).containsExactly("I4 one outcome for each command: s/m3 has 0 outcomes");
        assertThat(Checker.unanswered(run.evidence())).containsExactly("s/m3");
    }

    @Test
    void findsTwoOutcomes() {
        run.outcome("m2", "another-id", 2, OutcomeStatus.FAILED);
        assertThat(run.violations()).containsExactly("I4 one outcome for each command: s/m2 has 2 outcomes");
    }

    @Test
    void findsAnOutcomeThatComesAgainAndSaysAnotherThing() {
        run.outcome("m2", 2, OutcomeStatus.FAILED);
        assertThat(run.violations())
                .containsExactly("I4 one outcome for each command: s/m2 came again as FAILED after SUCCEEDED");
    }

    @Test
    void theSameOutcomeAgainIsTheSameEvent() {
        run.outcome("m2", 2, OutcomeStatus.SUCCEEDED);
        run.write("m2", 14);
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void anOutcomeBehindAFenceIsVoid() {
        run.write("m3", 12);
        run.fence(3);
        run.outcome("m3", 2, OutcomeStatus.FAILED);
        assertThat(run.violations()).containsExactly("I4 one outcome for each command: s/m3 has 0 outcomes");
        run.outcome("m3", "of-admission", null, OutcomeStatus.REJECTED);
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void findsACodeAfterTheLink() {
        run.page("qr", "c2", 2);
        assertThat(run.violations()).singleElement().asString().startsWith("I9 ");
    }

    @Test
    void anUnlinkedSessionMayAskForACode() {
        run.page("unlink", "c2", 2);
        run.page("qr", "c2", 2);
        assertThat(run.violations()).isEmpty();
    }
}
