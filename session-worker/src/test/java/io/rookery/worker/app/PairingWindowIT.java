package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A session that nobody links gives up after some windows, on real backends and a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PairingWindowIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private WorkerFixture given;
    private EventTape tape;

    @BeforeAll
    void start(@TempDir Path directory) {
        given = new WorkerFixture(directory);
        Map<String, String> settings = given.settings("w1");
        settings.put("rookery.session.pairing-window", "8s");
        settings.put("rookery.session.pairing-windows", "2");
        given.startWorker(settings);
        tape = given.tape();
    }

    @AfterAll
    void stop() {
        tape.close();
        given.close();
    }

    @Test
    void aSessionThatNobodyLinks_showsNewCodes_thenStops_andStartsAgainWhenSomebodyIsThere() {
        SessionId session = new SessionId("nobody");
        given.send(session, "start-1", new Command.Start(null));
        tape.await(session, Event.Status.class, it -> "PAIRING_WINDOW_OVER".equals(it.reason()));
        Event.Status closed = tape.await(session, Event.Status.class, it -> it.state() == SessionState.CLOSED);
        assertThat(closed.reason()).isEqualTo("PAIRING_TIMEOUT");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(tape.of(session)
                                .filter(it -> it.commandId() != null
                                        && it.commandId().value().startsWith("pairing-timeout-"))
                                .map(it -> (Event.Outcome) it.event()))
                        .singleElement()
                        .satisfies(it -> {
                            assertThat(it.status()).isEqualTo(OutcomeStatus.SUCCEEDED);
                            assertThat(it.mode()).isEqualTo(Mode.CLOSING);
                        }));
        tape.await(session, Event.SessionRecord.class, it -> it.desired() == Event.Desired.STOPPED);

        long codes = tape.of(session, Event.Qr.class).count();
        given.send(session, "start-2", new Command.Start(null));
        assertThat(tape.awaitOutcome(session, "start-2").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> tape.of(session, Event.Qr.class).count() > codes);
        given.send(session, "destroy", new Command.Destroy());
        tape.awaitOutcome(session, "destroy");
    }
}
