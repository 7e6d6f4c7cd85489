package io.rookery.worker.simulation;

import io.rookery.events.Command;
import io.rookery.events.CommandType;
import io.rookery.events.DecodedCommand;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the outside sees: commands, their effective outcomes, and the messages that were shown. What can be judged at once is, at each step. */
final class Ledger {
    /** A command by its id, where it lies first at home. */
    static final class Entry {
        final SessionId session;
        final String id;
        final long offset;
        final @Nullable CommandType type; // null: it is wrong in itself
        final boolean refusable; // a start that is rejected where its user has another session
        final Parts parts;

        @Nullable Verdict verdict;

        Entry(SessionId session, String id, long offset, @Nullable Command command) {
            this.session = session;
            this.id = id;
            this.offset = offset;
            this.type = command == null ? null : CommandType.of(command);
            this.refusable = command instanceof Command.Start start
                    && start.userId() != null
                    && start.onConflictOrDefault() == Command.OnConflict.REFUSE;
            this.parts = new Parts(
                    command instanceof Command.SendBulk bulk ? bulk.messages().size() : 1);
        }

        @Override
        public String toString() {
            return "%s %s %s at %d: %s".formatted(session, id, type == null ? "WRONG" : type, offset, verdict);
        }
    }

    record Verdict(
            OutcomeStatus status, String code, @Nullable Mode mode, boolean ofAdmission) {
        @Override
        public String toString() {
            return status + " " + code + (ofAdmission ? " by admission" : "");
        }
    }

    private final World world;
    private final Map<SessionId, Map<String, Entry>> commands = new TreeMap<>();
    private final Map<SessionId, Long> lastShown = new HashMap<>();
    private final Map<SessionId, Epoch> floors = new HashMap<>();
    private final Map<SessionId, List<EventMessage>> told = new TreeMap<>();
    private final Set<String> noise = new HashSet<>();
    private int noises;

    Ledger(World world) {
        this.world = world;
    }

    List<Entry> commands(SessionId session) {
        return List.copyOf(commands.getOrDefault(session, Map.of()).values());
    }

    List<EventMessage> told(SessionId session) {
        return told.getOrDefault(session, List.of());
    }

    boolean allAnswered() {
        return noise.size() == noises
                && commands.values().stream()
                        .flatMap(mine -> mine.values().stream())
                        .allMatch(it -> it.verdict != null);
    }

    /** The offset of the last command that is not wrong in itself; -1 where there is none. */
    long lastCommand(SessionId session) {
        return commands(session).stream()
                .filter(it -> it.type != null)
                .mapToLong(it -> it.offset)
                .max()
                .orElse(-1);
    }

    void written(Topics.Command command) {
        world.trace(() -> "WRITTEN  %d-%d %s".formatted(command.partition(), command.offset(), command.decoded()));
        switch (command.decoded()) {
            case DecodedCommand.Valid(var it) -> {
                if (world.partition(it.session()) != command.partition()) return;
                enter(new Entry(it.session(), it.id().value(), command.offset(), it.command()));
            }
            case DecodedCommand.Invalid it -> {
                if (world.partition(it.session()) != command.partition()) return;
                enter(new Entry(it.session(), it.id().value(), command.offset(), null));
            }
            case DecodedCommand.Undecodable ignored -> noises++;
        }
    }

    private void enter(Entry entry) {
        commands.computeIfAbsent(entry.session, it -> new LinkedHashMap<>()).putIfAbsent(entry.id, entry);
    }

    /** [I10] */
    void deadLetter(int partition, long offset) {
        noise.add(partition + "-" + offset);
    }

    /** An outcome or a fence at the end of the outcome topic: what it says to a reader who has read all before. */
    void told(long position, EventMessage message) {
        told.computeIfAbsent(message.session(), it -> new ArrayList<>()).add(message);
        Epoch floor = floors.getOrDefault(message.session(), Epoch.NONE);
        boolean isVoid = message.epoch() != null && message.epoch().isBelow(floor);
        world.trace(() -> "TOLD     %s at %d%s".formatted(text(message), position, isVoid ? ", void" : ""));
        if (isVoid) return;
        if (message.epoch() != null) floors.put(message.session(), message.epoch());
        if (message.event() instanceof Event.Outcome outcome) judge(message, outcome);
    }

    static String text(EventMessage message) {
        String of = message.epoch() == null ? "by admission" : "epoch " + message.epoch();
        return message.event() instanceof Event.Outcome it
                ? "%s %s %s %s, then %s, %s"
                        .formatted(message.session(), message.commandId(), it.status(), it.code(), it.mode(), of)
                : "%s fence, %s".formatted(message.session(), of);
    }

    private void judge(EventMessage message, Event.Outcome outcome) {
        String id = String.valueOf(message.commandId());
        Entry entry = commands.getOrDefault(message.session(), Map.of()).get(id);
        if (entry == null) throw new Violation("I4", "an outcome of a command that nobody has given: " + text(message));
        var verdict = new Verdict(outcome.status(), outcome.code(), outcome.mode(), message.epoch() == null);
        if (entry.verdict == null) entry.verdict = verdict;
        else if (entry.verdict.status() != verdict.status() || entry.verdict.mode() != verdict.mode())
            throw new Violation("I4", "two outcomes: %s, and then %s".formatted(entry, verdict));
        entry.parts.answered(outcome);
        if (outcome.offsetValue() != entry.offset)
            throw new Violation("I4", "%s is answered at %d".formatted(entry, outcome.offsetValue()));
        agree(entry);
    }

    /** How many commands ended with this code. */
    long ended(String code) {
        return commands.values().stream()
                .flatMap(mine -> mine.values().stream())
                .filter(it -> it.verdict != null && it.verdict.code().equals(code))
                .count();
    }

    /** Sessions that were destroyed because their user has started another one in their place. */
    long replaced() {
        return commands.values().stream()
                .flatMap(mine -> mine.values().stream())
                .filter(it -> it.id.startsWith("replaced-")
                        && it.verdict != null
                        && it.verdict.status() == OutcomeStatus.SUCCEEDED)
                .count();
    }

    /** Bulks that one owner began and another went on with. */
    long moved() {
        return commands.values().stream()
                .flatMap(mine -> mine.values().stream())
                .filter(it -> it.parts.wereMoved())
                .count();
    }

    /** A message is shown to its receiver. @param name the command's id; of a message of a bulk with its number behind */
    void shown(SessionId session, String name, Epoch epoch) {
        String[] words = name.split("/", 2);
        Entry entry = commands.getOrDefault(session, Map.of()).get(words[0]);
        if (entry == null) throw new Violation("I5", "a message that nobody has asked for: " + session + " " + name);
        entry.parts.shown(words.length > 1 ? Integer.parseInt(words[1]) : 0, epoch);
        if (entry.offset < lastShown.getOrDefault(session, -1L))
            throw new Violation("I6", "%s is shown after a later one".formatted(entry));
        lastShown.put(session, entry.offset);
        agree(entry);
    }

    /** What is said of a message, and what became of it. */
    private static void agree(Entry entry) {
        Verdict verdict = entry.verdict;
        if (verdict == null || entry.type != CommandType.SEND && entry.type != CommandType.BULK) return;
        String contradiction = entry.parts.contradiction();
        if (contradiction != null) throw new Violation("I4", entry + contradiction);
    }
}
