package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.OutcomeStatus;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.systest.check.LedgerChecker;
import io.rookery.systest.world.EventTape;
import io.rookery.systest.world.Load;
import io.rookery.systest.world.ProcessTree;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Five sessions under load lose their worker twice: once by kill -9, for good, and once by a drain. They are READY elsewhere without a phone, and no command is lost, doubled or out of order. */
@ExtendWith(SharedWorld.class)
class TakeoverIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration NO_LITTER = Duration.ofSeconds(10);
    private static final List<String> SESSIONS = World.names("move", 5);

    private final World world;
    private final EventTape tape;

    TakeoverIT(World world) {
        this.world = world;
        this.tape = world.tape();
    }

    @Test
    void fiveSessionsSurviveTheDeathAndTheDrainOfTheirWorker() {
        WorkerProcess first = world.onlyWorker();
        List<EventMessage> paired = world.pair(SESSIONS);
        assertThat(paired).extracting(it -> String.valueOf(it.worker())).containsOnly(first.id());
        SESSIONS.forEach(world::awaitStored);
        WorkerProcess second = world.anotherWorker();
        String bob = world.phone();

        try (Load ignored = Load.start(world.writer(), "kill", SESSIONS, bob)) {
            awaitSent("kill");
            ProcessTree processes = ProcessTree.of(first.pid().orElseThrow());
            Map<String, Integer> epochs = epochs();
            Instant killed = Instant.now();
            first.kill();
            Awaitility.await("end of the %d processes of the killed worker".formatted(processes.size()))
                    .atMost(NO_LITTER)
                    .untilAsserted(() -> assertThat(processes.left()).isEmpty());
            say("kill -9: no process left after %d ms", Duration.between(killed, Instant.now()));
            report("kill -9", killed, ready(epochs, LIMIT), second);
        }
        settled();

        WorkerProcess third = world.anotherWorker();
        try (Load ignored = Load.start(world.writer(), "drain", SESSIONS, bob)) {
            awaitSent("drain");
            Map<String, Integer> epochs = epochs();
            Instant asked = Instant.now();
            second.terminate();
            report("drain", asked, ready(epochs, LIMIT), third);
            Awaitility.await("end of the drained worker").atMost(LIMIT).until(() -> !second.isRunning());
            say("drain: the worker has ended after %d ms", Duration.between(asked, Instant.now()));
        }
        settled();

        assertThat(paired)
                .allSatisfy(link -> assertThat(tape.of(link.session().value())
                                .filter(it ->
                                        it.event() instanceof Event.Qr && EventTape.epoch(it) > EventTape.epoch(link)))
                        .as("codes of later owners")
                        .isEmpty());
        SESSIONS.forEach(session -> world.writer().write(session, "destroy", new Command.Destroy()));
        SESSIONS.forEach(session ->
                assertThat(tape.awaitOutcome(session, "destroy").status()).isEqualTo(OutcomeStatus.SUCCEEDED));
    }

    /** The load has an effect on every session. */
    private void awaitSent(String load) {
        SESSIONS.forEach(session -> Awaitility.await("a text of " + session)
                .atMost(LIMIT)
                .until(() -> tape.of(session)
                        .anyMatch(it -> it.commandId() != null
                                && it.commandId().value().startsWith(load)
                                && it.event() instanceof Event.Outcome)));
    }

    private Map<String, Integer> epochs() {
        return SESSIONS.stream()
                .collect(Collectors.toMap(
                        session -> session,
                        session -> tape.of(session)
                                .mapToInt(EventTape::epoch)
                                .max()
                                .orElseThrow()));
    }

    private List<EventMessage> ready(Map<String, Integer> epochs, Duration patience) {
        return SESSIONS.stream()
                .map(session -> tape.awaitReady(session, epochs.getOrDefault(session, 0), patience))
                .toList();
    }

    private static void report(String what, Instant from, List<EventMessage> ready, WorkerProcess heir) {
        assertThat(ready).extracting(it -> String.valueOf(it.worker())).containsOnly(heir.id());
        List<Duration> times = ready.stream()
                .map(it -> Duration.between(from, it.time()))
                .sorted()
                .toList();
        times.forEach(time -> say(what + ": READY elsewhere after %d ms", time));
        assertThat(times.stream().max(Comparator.naturalOrder()).orElseThrow()).isLessThan(LIMIT);
    }

    private void settled() {
        world.awaitAnswers(Duration.ofSeconds(60));
        var evidence = world.evidence();
        System.out.println("takeover: " + LedgerChecker.summary(evidence));
        assertThat(LedgerChecker.violations(evidence)).isEmpty();
        assertThat(tape.misfits()).isEmpty();
    }

    private static void say(String text, Duration time) {
        System.out.println("takeover: " + text.formatted(time.toMillis()));
    }
}
