package io.rookery.systest.check;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The evidence of a run that never was, of one session {@code s}: written line by line, so that each line can be a lie. */
final class PaperRun {
    static final Instant BEGIN = Instant.parse("2026-11-20T12:00:00Z");
    static final String ALICE = "491700000001";
    static final String BOB = "491700000002";

    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final List<Written> written = new ArrayList<>();
    private final List<TapedEvent> events = new ArrayList<>();
    private final List<Blow> blows = new ArrayList<>();
    private final List<Poison> poison = new ArrayList<>();
    private final Set<String> deadLetters = new HashSet<>();
    private final List<String> litter = new ArrayList<>();
    private Instant now = BEGIN;
    private boolean atHome;

    /** What follows happens at this second of the run. */
    PaperRun at(double second) {
        now = moment(second);
        return this;
    }

    /** From now on each owner is the first one's worker; else every epoch has a worker of its own. */
    void staysAtHome() {
        atHome = true;
    }

    static Instant moment(double second) {
        return BEGIN.plusMillis(Math.round(second * 1000));
    }

    Evidence evidence() {
        return new Evidence(ledger, written, events, blows, poison, deadLetters, litter, 1);
    }

    List<String> violations() {
        return new Checker(1).violations(evidence());
    }

    // ---- the ledger ----

    void page(String type, String connection, int epoch) {
        add(type, connection, epoch, ALICE, "device", "", "");
    }

    void send(String connection, int epoch, String messageId, String text) {
        add("send", connection, epoch, ALICE, "device", messageId, text);
    }

    void deliver(String messageId) {
        add("deliver", "", null, BOB, "phone", messageId, "");
    }

    /** Bob's phone writes to the session. */
    void phoneSends(String messageId) {
        ledger.add(new LedgerEntry(
                ledger.size() + 1L, now, "send", "", "", null, BOB, "phone", messageId, BOB, ALICE, "hello"));
    }

    /** The session's page has it. */
    void pageStores(String messageId, int epoch) {
        ledger.add(new LedgerEntry(
                ledger.size() + 1L, now, "deliver", "c", "s", epoch, ALICE, "device", messageId, BOB, ALICE, ""));
    }

    void add(
            String type,
            String connection,
            @Nullable Integer epoch,
            String account,
            String device,
            String messageId,
            String text) {
        ledger.add(new LedgerEntry(
                ledger.size() + 1L,
                now,
                type,
                connection,
                connection.isEmpty() ? "" : "s",
                epoch,
                account,
                device,
                messageId,
                ALICE,
                BOB,
                text));
    }

    // ---- commands ----

    void write(String id, long offset) {
        written.add(new Written("s", id, Command.SendMessage.text("+" + BOB, id), now, 0, offset));
    }

    void poison(long offset) {
        poison.add(new Poison(0, offset, now));
    }

    void deadLetter(long offset) {
        deadLetters.add("0@" + offset);
    }

    // ---- events ----

    void outcome(String command, @Nullable Integer epoch, OutcomeStatus status) {
        outcome(command, command, epoch, status);
    }

    void outcome(String command, String eventId, @Nullable Integer epoch, OutcomeStatus status) {
        tape(
                command,
                eventId,
                epoch,
                new Event.Outcome(
                        status, status.name(), null, "io.rookery.command.message.send", 0, "0", Mode.OPEN, Map.of()));
    }

    void fence(int epoch) {
        tape(null, "fence-" + epoch, epoch, new Event.Fence());
    }

    void ready(int epoch) {
        tape(
                null,
                "ready-" + epoch,
                epoch,
                new Event.Status(SessionState.READY, List.of(SessionState.READY), null, null, null));
    }

    void received(String messageId, String eventId, int epoch) {
        tape(
                null,
                eventId,
                epoch,
                new Event.MessageReceived(
                        Event.Message.text(messageId, BOB + "@c.us", BOB, ALICE, false, "hello", now), false));
    }

    private void tape(@Nullable String command, String eventId, @Nullable Integer epoch, Event event) {
        events.add(new TapedEvent(
                "rookery." + EventType.of(event).topic().name(""),
                0,
                events.size(),
                now,
                now,
                new EventMessage(
                        new SessionId("s"),
                        eventId,
                        now,
                        null,
                        epoch == null ? null : new Epoch(epoch),
                        null,
                        epoch == null ? null : new WorkerId("worker-" + (atHome ? 1 : epoch)),
                        command == null ? null : new CommandId(command),
                        null,
                        event)));
    }

    // ---- faults ----

    /** Hits the session's worker now, which has it with epoch 1; all is well again so many seconds later, never where that is negative. */
    void blow(Fault fault, double recoveredAfter) {
        boolean drain = fault.kind() == Fault.Kind.WORKER_DRAIN;
        blows.add(new Blow(
                fault,
                "worker-1",
                fault.kind().hitsWorker() ? Map.of("s", 1) : Map.of(),
                now,
                drain ? now.plusSeconds(3) : null,
                now.plus(fault.length()),
                recoveredAfter < 0 ? null : now.plus(Duration.ofMillis(Math.round(recoveredAfter * 1000))),
                true));
    }

    void neverEnded() {
        Blow last = blows.removeLast();
        blows.add(new Blow(
                last.fault(), last.target(), last.owned(), last.hit(), null, last.healed(), last.recovered(), true));
    }

    void litter(String what) {
        litter.add(what);
    }
}
