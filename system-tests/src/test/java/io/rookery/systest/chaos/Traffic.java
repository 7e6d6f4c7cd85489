package io.rookery.systest.chaos;

import io.rookery.events.Command;
import io.rookery.systest.world.CommandWriter;
import io.rookery.systest.world.RestWriter;
import io.rookery.systest.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a busy cluster gets: texts to one session after the other, half of them by REST and half straight to Kafka, one in ten written again with the same id, one in a
 * hundred followed by a record that is no command; and people's phones write to the sessions. Everything that is sent has a text of its own.
 */
final class Traffic implements AutoCloseable {
    /** 12.5 commands a second: a run with less than 10 shows nothing. */
    private static final Duration PACE = Duration.ofMillis(80);

    private static final Duration PACE_OF_PHONES = Duration.ofMillis(500);
    private static final List<String> POISON = List.of(
            "{\"specversion\":\"1.0\",\"id\":\"broken",
            "just text",
            "[]",
            "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/me\",\"type\":\"io.rookery.command.session.start\"}",
            "{\"specversion\":\"1.0\",\"source\":\"/me\",\"type\":\"io.rookery.command.session.start\",\"subject\":\"nobody\"}");

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(
            2, task -> Thread.ofPlatform().name("traffic").daemon().unstarted(task));
    private final World world;
    private final CommandWriter kafka;
    private final RestWriter rest;
    private final Map<String, String> numbers;
    private final List<String> sessions;
    private final String receiver;
    private final String friend;
    private final Random random;
    private final List<Text> texts = new ArrayList<>();
    private final Instant began = Instant.now();
    private int calls;
    private volatile int onePoisonIn = 100;

    private record Text(String session, String id, Command.SendMessage command) {}

    /** @param numbers of the sessions' own phones, by session */
    Traffic(World world, RestWriter rest, Map<String, String> numbers, long seed) {
        this.world = world;
        this.kafka = world.writer();
        this.rest = rest;
        this.numbers = numbers;
        this.sessions = numbers.keySet().stream().sorted().toList();
        this.receiver = world.phone();
        this.friend = world.phone();
        this.random = new Random(seed);
    }

    void start() {
        var _ = clock.scheduleAtFixedRate(this::write, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
        var _ = clock.scheduleAtFixedRate(this::call, 0, PACE_OF_PHONES.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void write() {
        int number = texts.size();
        String session = sessions.get(number % sessions.size());
        String id = "c-" + number;
        var text = new Text(session, id, Command.SendMessage.text("+" + receiver, id + " of " + session));
        texts.add(text);
        write(text);
        if (random.nextInt(10) == 0) write(texts.get(number - random.nextInt(Math.min(number + 1, 100))));
        if (random.nextInt(onePoisonIn) == 0) kafka.poison(session, POISON.get(random.nextInt(POISON.size())));
    }

    private void write(Text text) {
        if (random.nextBoolean()) rest.write(text.session(), text.id(), text.command());
        else kafka.write(text.session(), text.id(), text.command());
    }

    private void call() {
        int number = calls++;
        String session = sessions.get(number % sessions.size());
        world.people().write(friend, numbers.getOrDefault(session, ""), "p-" + number + " to " + session);
    }

    /** From now on every fourth command is followed by a record that is none. */
    void morePoison() {
        onePoisonIn = 4;
    }

    /** Commands a second since the start. */
    double rate() {
        return texts.size()
                / (Math.max(1, Duration.between(began, Instant.now()).toMillis()) / 1000.0);
    }

    /** Nothing is written any more when this returns, but by calls that the gateway has not taken yet. */
    @Override
    public void close() {
        clock.close();
    }
}
