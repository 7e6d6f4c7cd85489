package io.rookery.systest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check is trusted only after it has failed once: a clean run, and each way to break it. */
class LedgerCheckerTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String ALICE = "491700000001";
    private static final String BOB = "491700000002";

    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final List<Written> written = new ArrayList<>();
    private final List<TapedEvent> events = new ArrayList<>();

    /** Linked under epoch 1, one command; moved to epoch 2, one command there. */
    @BeforeEach
    void aCleanRun() {
        page("connect", "c1", 1);
        page("qr", "c1", 1);
        page("link", "c1", 1);
        write("m1", 10);
        send("c1", 1, "id1", "m1");
        deliver("id1");
        outcome("m1", 1, OutcomeStatus.SUCCEEDED);
        page("disconnect", "c1", 1);
        page("connect", "c2", 2);
        fence(2);
        write("m2", 11);
        send("c2", 2, "id2", "m2");
        deliver("id2");
        outcome("m2", 2, OutcomeStatus.SUCCEEDED);
    }

    @Test
    void acceptsACleanRun() {
        assertThat(violations()).isEmpty();
    }

    @Test
    void findsTwoOwnersAtOnce() {
        page("connect", "c3", 3);
        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("OneOwner")
                .contains("while epoch 2");
    }

    @Test
    void anEndedConnectionIsNoOwner() {
        page("conflict", "c2", 2);
        page("connect", "c3", 3);
        add("start", "", null, "", "", "", "");
        page("connect", "c4", 4);
        assertThat(violations()).isEmpty();
    }

    @Test
    void findsAnEpochThatWentBack() {
        page("disconnect", "c2", 2);
        page("connect", "c3", 1);
        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("OneOwner")
                .contains("after one of epoch 2");
    }

    @Test
    void findsASendOfAnOldOwner() {
        write("m3", 12);
        send("c1", 1, "id3", "m3");
        outcome("m3", 2, OutcomeStatus.UNKNOWN);
        assertThat(violations()).isNotEmpty().allMatch(text -> text.startsWith("OneOwner"));
    }

    @Test
    void findsAMessageThatIsShownTwice() {
        deliver("id2");
        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("OneMessage")
                .contains("shown again");
    }

    @Test
    void findsACommandThatBecameTwoMessages() {
        send("c2", 2, "id3", "m2");
        deliver("id3");
        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("OneMessage")
                .contains("2 messages");
    }

    @Test
    void aMessageThatIsSentAgainAndNotShownAgainIsFine() {
        send("c2", 2, "id2", "m2");
        add("duplicate", "", null, BOB, "phone", "id2", "");
        assertThat(violations()).isEmpty();
    }

    @Test
    void findsASuccessThatNobodyWasShown() {
        write("m3", 12);
        outcome("m3", 2, OutcomeStatus.SUCCEEDED);
        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("OneMessage")
                .contains("nobody");
    }

    @Test
    void findsARejectionThatSomebodyWasShown() {
        write("m3", 12);
        send("c2", 2, "id3", "m3");
        deliver("id3");
        outcome("m3", 2, OutcomeStatus.REJECTED);
        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("OneMessage")
                .contains("rejected");
    }

    @Test
    void findsAnInversion() {
        write("m3", 12);
        write("m4", 13);
        send("c2", 2, "id4", "m4");
        send("c2", 2, "id3", "m3");
        deliver("id4");
        deliver("id3");
        outcome("m3", 2, OutcomeStatus.SUCCEEDED);
        outcome("m4", 2, OutcomeStatus.SUCCEEDED);
        assertThat(violations()).hasSize(2).allMatch(text -> text.startsWith("InOrder"));
    }

    @Test
    void findsALostCommand() {
        write("m3", 12);
        assertThat(violations()).containsExactly("OneOutcome: s/m3 has 0 outcomes");
        assertThat(LedgerChecker.unanswered(evidence())).containsExactly("s/m3");
    }

    @Test
    void findsTwoOutcomes() {
        outcome("m2", "another-id", 2, OutcomeStatus.FAILED);
        assertThat(violations()).containsExactly("OneOutcome: s/m2 has 2 outcomes");
    }

    @Test
    void findsAnOutcomeThatComesAgainAndSaysAnotherThing() {
        outcome("m2", 2, OutcomeStatus.FAILED);
        assertThat(violations()).containsExactly("OneOutcome: s/m2 came again as FAILED after SUCCEEDED");
    }

    @Test
    void theSameOutcomeAgainIsTheSameEvent() {
        outcome("m2", 2, OutcomeStatus.SUCCEEDED);
        write("m2", 14);
        assertThat(violations()).isEmpty();
    }

    @Test
    void anOutcomeBehindAFenceIsVoid() {
        write("m3", 12);
        fence(3);
        outcome("m3", 2, OutcomeStatus.FAILED);
        assertThat(violations()).containsExactly("OneOutcome: s/m3 has 0 outcomes");
        outcome("m3", "of-admission", null, OutcomeStatus.REJECTED);
        assertThat(violations()).isEmpty();
    }

    @Test
    void findsACodeAfterTheLink() {
        page("qr", "c2", 2);
        assertThat(violations()).singleElement().asString().startsWith("NoCodeAfterLink");
    }

    @Test
    void anUnlinkedSessionMayAskForACode() {
        page("unlink", "c2", 2);
        page("qr", "c2", 2);
        assertThat(violations()).isEmpty();
    }

    private Evidence evidence() {
        return new Evidence(ledger, written, events);
    }

    private List<String> violations() {
        return LedgerChecker.violations(evidence());
    }

    private void page(String type, String connection, int epoch) {
        add(type, connection, epoch, ALICE, "device", "", "");
    }

    private void send(String connection, int epoch, String messageId, String text) {
        add("send", connection, epoch, ALICE, "device", messageId, text);
    }

    private void deliver(String messageId) {
        add("deliver", "", null, BOB, "phone", messageId, "");
    }

    private void add(
            String type,
            String connection,
            @Nullable Integer epoch,
            String account,
            String device,
            String messageId,
            String text) {
        ledger.add(new LedgerEntry(
                ledger.size() + 1L, NOW, type, connection, "s", epoch, account, device, messageId, ALICE, text));
    }

    private void write(String id, long offset) {
        written.add(new Written("s", id, new Command.SendText("+" + BOB, id), NOW, 0, offset));
    }

    private void outcome(String command, @Nullable Integer epoch, OutcomeStatus status) {
        outcome(command, command, epoch, status);
    }

    private void outcome(String command, String eventId, @Nullable Integer epoch, OutcomeStatus status) {
        tape(
                command,
                eventId,
                epoch,
                new Event.Outcome(
                        status, status.name(), null, "io.rookery.command.message.send", 0, "0", Mode.OPEN, Map.of()));
    }

    private void fence(int epoch) {
        tape(null, "fence-" + epoch, epoch, new Event.Fence());
    }

    private void tape(@Nullable String command, String eventId, @Nullable Integer epoch, Event event) {
        events.add(new TapedEvent(
                "rookery.events.outcome",
                0,
                events.size(),
                new EventMessage(
                        new SessionId("s"),
                        eventId,
                        NOW,
                        null,
                        epoch == null ? null : new Epoch(epoch),
                        null,
                        null,
                        command == null ? null : new CommandId(command),
                        null,
                        event)));
    }
}
