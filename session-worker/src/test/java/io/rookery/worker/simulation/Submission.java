package io.rookery.worker.simulation;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.SessionId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A record that a client appends to the command log.
 *
 * @param at microseconds of the simulation
 * @param lifetime milliseconds until its deadline; -1: it has none of its own
 * @param away whether it is written into the other partition
 */
record Submission(long at, SessionId session, String id, Kind kind, long lifetime, boolean away) {
    static final String USER = "user-1";
    private static final int COMMANDS = 20;

    enum Kind {
        START(30),
        SEND(60),
        CLOSE(17),
        LOG_OUT(5),
        DESTROY(8),
        /** A command that is wrong in itself. */
        WRONG(5),
        /** What can't be tied to a session. */
        NOISE(2),
        /** Several messages; only where {@link #bulksFor} has put it. */
        BULK(0),
        /** A start for the one user there is, who has no other session; only where {@link #usersFor} has put them. */
        START_OF_USER(0),
        /** The same, in place of the others. */
        START_REPLACING(0),
        /** The same, beside the others. */
        START_ADDING(0);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        private static Kind draw(Random random) {
            int sum = 0;
            for (Kind kind : values()) sum += kind.weight;
            int at = random.nextInt(sum);
            for (Kind kind : values()) if ((at -= kind.weight) < 0) return kind;
            throw new IllegalStateException("the weights sum up to more");
        }
    }

    static List<Submission> draw(long seed, List<SessionId> sessions) {
        Random random = new Random(seed * 104_729 + 3);
        List<Submission> all = new ArrayList<>();
        Set<SessionId> known = new HashSet<>();
        long at = 500_000;
        while (all.size() < COMMANDS) {
            SessionId session = sessions.get(random.nextInt(sessions.size()));
            boolean first = known.add(session) && random.nextInt(5) > 0;
            Kind kind = first ? Kind.START : Kind.draw(random);
            long lifetime = random.nextInt(5) == 0 ? random.nextInt(1000, 40_000) : -1;
            String id = "c" + all.size();
            List<Submission> mine =
                    all.stream().filter(it -> it.session().equals(session)).toList();
            Submission next = new Submission(at, session, id, kind, lifetime, random.nextInt(25) == 0);
            if (!mine.isEmpty() && random.nextInt(12) == 0) { // again, with the same id
                Submission earlier = mine.get(random.nextInt(mine.size()));
                next = new Submission(at, session, earlier.id(), earlier.kind(), earlier.lifetime(), false);
            }
            all.add(next);
            at += random.nextBoolean() ? random.nextInt(300_000) : random.nextInt(15_000_000);
        }
        all.sort(Comparator.comparingLong(Submission::at));
        return all;
    }

    /** The same commands, with a bulk of two to four messages wherever there was one. */
    static List<Submission> bulksFor(List<Submission> all) {
        return all.stream()
                .map(it -> it.kind == Kind.SEND
                        ? new Submission(it.at, it.session, it.id, Kind.BULK, it.lifetime, it.away)
                        : it)
                .toList();
    }

    /** The same commands, where most starts are for one user, and some of these replace the user's other sessions. */
    static List<Submission> usersFor(List<Submission> all) {
        return startsOf(all, it -> switch (Math.floorMod(it.id.hashCode() * 31 + it.session.hashCode(), 10)) {
            case 0, 1 -> Kind.START;
            case 2, 3, 4, 5 -> Kind.START_REPLACING;
            default -> Kind.START_OF_USER;
        });
    }

    /** The same commands, where the user has as many sessions as are started. */
    static List<Submission> severalFor(List<Submission> all) {
        return startsOf(all, it -> Kind.START_ADDING);
    }

    private static List<Submission> startsOf(List<Submission> all, Function<Submission, Kind> kind) {
        return all.stream()
                .map(it -> it.kind == Kind.START
                        ? new Submission(it.at, it.session, it.id, kind.apply(it), it.lifetime, it.away)
                        : it)
                .toList();
    }

    private static Command startOfUser(Command.@Nullable OnConflict onConflict) {
        return new Command.Start(null, null, null, null, USER, null, null, onConflict);
    }

    private Command bulk() {
        int messages = 2 + Math.floorMod(id.hashCode(), 3);
        return new Command.SendBulk(
                IntStream.range(0, messages)
                        .mapToObj(index -> Command.SendMessage.text("+491700000002", "text of " + id + "/" + index))
                        .toList(),
                new Command.Pause(200, 3000));
    }

    /** @param time the client's, which is right */
    byte[] bytes(Instant time) {
        return switch (kind) {
            case START -> valid(time, new Command.Start(null));
            case START_OF_USER -> valid(time, startOfUser(null));
            case START_REPLACING -> valid(time, startOfUser(Command.OnConflict.REPLACE));
            case START_ADDING -> valid(time, startOfUser(Command.OnConflict.ADD));
            case SEND -> valid(time, Command.SendMessage.text("+491700000002", "text of " + id));
            case BULK -> valid(time, bulk());
            case CLOSE -> valid(time, new Command.Close());
            case LOG_OUT -> valid(time, new Command.LogOut());
            case DESTROY -> valid(time, new Command.Destroy());
            case WRONG -> """
                {"specversion":"1.0","id":"%s","source":"/client","type":"io.rookery.command.message.send","subject":"%s","data":{"to":"+49170"}}""".formatted(id, session).getBytes(StandardCharsets.UTF_8);
            case NOISE -> "noise".getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] valid(Instant time, Command command) {
        @Nullable Instant expiresAt = lifetime < 0 ? null : time.plusMillis(lifetime);
        return CloudEventCodec.encode(new CommandMessage(
                session, new CommandId(id), URI.create("/client"), time, expiresAt, null, null, command));
    }

    @Override
    public String toString() {
        return "%s %s %s%s%s"
                .formatted(
                        session,
                        id,
                        kind,
                        lifetime < 0 ? "" : " within " + lifetime + " ms",
                        away ? " in a foreign partition" : "");
    }
}
