package io.rookery.worker.simulation;

import io.rookery.events.CommandType;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.worker.command.UsersSessions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold in the end, when everything has come to rest. */
final class Invariants {
    private static final Set<String> OF_AN_OPEN_SESSION =
            Set.of("SESSION_NOT_LINKED", "SESSION_LOGGED_OUT", "SESSION_FAILED", "NO_FREE_SLOT", "SEVERAL_REASONS");

    private static final Set<Fault.Kind> FORGETTING = Set.of(Fault.Kind.FLUSHALL, Fault.Kind.REDIS_RESTART);

    private final World world;

    Invariants(World world) {
        this.world = world;
    }

    void check() {
        for (SessionId session : world.sessions) {
            readersAgree(session);
            everyCommandIsAnswered(session);
            boolean open = isASequentialMachine(session);
            restsAsItShould(session, open);
        }
        usersHaveOneSession();
        if (!world.ledger.allAnswered()) throw new Violation("I10", "a record that is no command got lost");
    }

    /** A reader that begins at any position, with the highest epoch before it, sees no other outcome. */
    private void readersAgree(SessionId session) {
        List<EventMessage> all = world.ledger.told(session);
        Epoch before = Epoch.NONE;
        for (int start = 0; start < all.size(); start++) {
            Epoch floor = world.on(Safeguard.READER_FLOOR) ? before : Epoch.NONE;
            for (EventMessage message : all.subList(start, all.size())) {
                Epoch epoch = message.epoch();
                if (epoch != null && epoch.isBelow(floor)) continue;
                if (epoch != null) floor = epoch;
                if (message.event() instanceof Event.Outcome outcome) isTheOutcome(session, message, outcome, start);
            }
            Epoch epoch = all.get(start).epoch();
            if (epoch != null) before = Epoch.max(before, epoch);
        }
    }

    private void isTheOutcome(SessionId session, EventMessage message, Event.Outcome outcome, int start) {
        boolean same = world.ledger.commands(session).stream()
                .filter(it -> it.id.equals(String.valueOf(message.commandId())))
                .anyMatch(it -> it.verdict != null && it.verdict.status() == outcome.status());
        if (!same)
            throw new Violation(
                    "I4", "a reader from record %d on sees another outcome: %s".formatted(start, Ledger.text(message)));
    }

    private void everyCommandIsAnswered(SessionId session) {
        for (Ledger.Entry it : world.ledger.commands(session))
            if (it.verdict == null) throw new Violation("I4", "no outcome: " + it);
    }

    /** To the outside a session reads its commands in offset order, and each outcome follows from those before. @return whether it is open in the end */
    private boolean isASequentialMachine(SessionId session) {
        var machine = new Machine();
        world.ledger.commands(session).stream()
                .sorted(Comparator.comparingLong(it -> it.offset))
                .forEach(machine::read);
        return machine.open;
    }

    private static final class Machine {
        boolean known;
        boolean open;
        boolean destroyed;

        void read(Ledger.Entry it) {
            Ledger.Verdict verdict = it.verdict;
            if (verdict == null) return;
            if (!may(it, verdict))
                throw new Violation(
                        "sequential", "%s while %s".formatted(it, open ? "open" : known ? "closed" : "unknown"));
            if (verdict.status() == OutcomeStatus.SUCCEEDED) change(it);
            if (it.type == CommandType.START && verdict.status() != OutcomeStatus.REJECTED) known = true;
            if (verdict.mode() != null && verdict.mode() != (open ? Mode.OPEN : Mode.CLOSING))
                throw new Violation("sequential", "%s says that it is %s then".formatted(it, verdict.mode()));
        }

        private void change(Ledger.Entry it) {
            if (it.type == CommandType.START) {
                open = true;
                destroyed = false;
            } else if (it.type != CommandType.SEND && it.type != CommandType.BULK) open = false;
            if (it.type == CommandType.DESTROY) destroyed = true;
        }

        private boolean may(Ledger.Entry it, Ledger.Verdict verdict) {
            boolean rejected = verdict.status() == OutcomeStatus.REJECTED;
            if (it.type == null) return rejected && verdict.mode() == null;
            return switch (it.type) {
                case START ->
                    verdict.status() != OutcomeStatus.UNKNOWN
                            && (!rejected || it.refusable && UsersSessions.USER_HAS_SESSION.equals(verdict.code()));
                case CLOSE -> open ? isDoneOrExpired(verdict) : rejected;
                case LOGOUT, DESTROY -> {
                    if (!known) yield rejected;
                    boolean carriedOut = isDoneOrExpired(verdict) || verdict.status() == OutcomeStatus.FAILED;
                    // A destroyed one may be destroyed again while it is being given up.
                    yield carriedOut || rejected && !open && destroyed;
                }
                default ->
                    open
                            ? !rejected || !verdict.ofAdmission() && OF_AN_OPEN_SESSION.contains(verdict.code())
                            : rejected;
            };
        }

        private static boolean isDoneOrExpired(Ledger.Verdict verdict) {
            return verdict.status() == OutcomeStatus.SUCCEEDED || verdict.status() == OutcomeStatus.EXPIRED;
        }
    }

    /**
     * A user who has not asked for several has one, unless two were started while Redis lost its memory (docs/topics.md), or the other could not be destroyed. Which one was refused, and why, is in its
     * outcome.
     */
    private void usersHaveOneSession() {
        boolean several = world.workload.stream().anyMatch(it -> it.kind() == Submission.Kind.START_ADDING);
        boolean forgotten = world.faults.happened().stream().anyMatch(it -> FORGETTING.contains(it.kind()));
        boolean left = world.sessions.stream()
                .flatMap(session -> world.ledger.commands(session).stream())
                .anyMatch(it -> it.type == CommandType.DESTROY
                        && it.verdict != null
                        && it.verdict.status() == OutcomeStatus.FAILED);
        if (several || forgotten || left) return;
        List<SessionId> theirs = sessionsOfTheUser(world);
        if (theirs.size() > 1) throw new Violation("users", "the user has " + theirs);
    }

    /** As the records have it in the end. */
    static List<SessionId> sessionsOfTheUser(World world) {
        return world.redis.records().records().entrySet().stream()
                .filter(it -> Submission.USER.equals(it.getValue().get("user")))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** [I12] What is open has an owner, what is closed was given up. */
    private void restsAsItShould(SessionId session, boolean open) {
        Map<String, String> record = world.redis.records().records().get(session);
        if (record == null) {
            if (open) throw new Violation("I12", session + " is open, and nobody knows it");
            return;
        }
        boolean runs = "RUNNING".equals(record.get("desired"));
        if (open != runs)
            throw new Violation(
                    "I12", "%s is %s, its record says %s".formatted(session, open ? "open" : "closed", record));
        if (open
                && (!"OPEN".equals(record.get("mode"))
                        || String.valueOf(record.get("owner")).isEmpty()))
            throw new Violation("I12", "%s is open, and nobody has it: %s".formatted(session, record));
    }
}
