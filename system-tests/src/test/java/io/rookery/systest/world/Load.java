package io.rookery.systest.world;

import io.rookery.events.Command;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Texts at a steady pace, to one session after the other, each with a text and an id of its own. Every tenth command is written twice, as by a
 * client that has not heard of its success.
 */
public final class Load implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(100);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("load").daemon().unstarted(task));
    private final CommandWriter writer;
    private final String name;
    private final List<String> sessions;
    private final String to;
    private int count;

    private Load(CommandWriter writer, String name, List<String> sessions, String to) {
        this.writer = writer;
        this.name = name;
        this.sessions = sessions;
        this.to = to;
    }

    /** @param to the number of the one who gets all of it, without the plus */
    public static Load start(CommandWriter writer, String name, List<String> sessions, String to) {
        var load = new Load(writer, name, sessions, to);
        var _ = load.clock.scheduleAtFixedRate(load::one, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
        return load;
    }

    private void one() {
        int number = count++;
        String session = sessions.get(number % sessions.size());
        String id = name + "-" + number;
        var command = new Command.SendText("+" + to, "%s of %s".formatted(id, session));
        writer.write(session, id, command);
        if (number % 10 == 7) writer.write(session, id, command);
    }

    /** Nothing is written any more when this returns. */
    @Override
    public void close() {
        clock.close();
    }
}
