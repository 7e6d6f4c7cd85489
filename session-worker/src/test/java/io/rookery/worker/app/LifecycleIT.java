package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.Health;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a session does by itself, on real backends and a real browser: it comes back from a restart and a freeze. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifecycleIT {
    private static final String CAROL = "491700000003";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private WorkerFixture given;
    private EventTape tape;

    @BeforeAll
    void start(@TempDir Path directory) {
        given = new WorkerFixture(directory);
        given.startWorker("w1");
        tape = given.tape();
        given.phones.make(CAROL);
    }

    @AfterAll
    void stop() {
        tape.close();
        given.close();
    }

    @Test
    void aLinkedSession_comesBackFromARestart_andFromAFrozenBrowser_withoutACode() throws Exception {
        SessionId session = new SessionId("carol");
        given.send(session, "start-1", new Command.Start(null));
        Event.Qr qr = tape.await(session, Event.Qr.class, it -> true);
        given.phones.scan(CAROL, qr.code());
        awaitReady(session, 1);
        long codes = tape.of(session, Event.Qr.class).count();

        given.send(session, "restart", new Command.Restart());
        assertThat(tape.awaitOutcome(session, "restart").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        awaitReady(session, 2);

        List<Long> browser = browserOf(session);
        assertThat(browser).as("processes of its browser").isNotEmpty();
        // Again and again: a checkpoint lets its processes go on when it is done.
        Awaitility.await("the freeze is noticed")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    freeze(browser);
                    return tape.of(session, Event.Status.class).anyMatch(it -> it.health() == Health.WARNING);
                });
        awaitReady(session, 3);
        given.send(session, "send", Command.SendMessage.text("+" + CAROL, "a note to myself"));
        assertThat(tape.awaitOutcome(session, "send").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(tape.of(session, Event.Qr.class).count()).isEqualTo(codes);
        Event.Status last = tape.of(session, Event.Status.class)
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(last.state()).isEqualTo(SessionState.READY);
        assertThat(last.health()).isEqualTo(Health.HEALTHY);
    }

    private void awaitReady(SessionId session, int times) {
        Awaitility.await("READY for the " + times + ". time")
                .atMost(PATIENCE)
                .until(() -> tape.of(session, Event.Status.class)
                                .filter(it -> it.state() == SessionState.READY)
                                .count()
                        >= times);
    }

    private static List<Long> browserOf(SessionId session) {
        return ProcessHandle.current()
                .descendants()
                .filter(it -> it.info()
                        .commandLine()
                        .filter(line -> line.contains("user-data-dir") && line.contains("/" + session + "/"))
                        .isPresent())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Every process stands still, as those of a machine that swaps. */
    private static void freeze(List<Long> processes) throws IOException, InterruptedException {
        for (long process : processes)
            new ProcessBuilder("kill", "-STOP", Long.toString(process)).start().waitFor();
    }
}
