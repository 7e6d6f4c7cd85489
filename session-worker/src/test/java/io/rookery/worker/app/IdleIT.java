package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A session that nobody uses, with a real Kafka, Redis, store and Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdleIT {
    private static final String DORA = "491700000044";

    private WorkerFixture given;
    private EventTape tape;

    @BeforeAll
    void start(@TempDir Path directory) {
        given = new WorkerFixture(directory);
        Map<String, String> settings = given.settings("w1");
        settings.put("rookery.session.idle-after", "20s");
        settings.put("rookery.session.destroy-idle-after", "3s");
        given.startWorker(settings);
        tape = given.tape();
        given.phones.make(DORA);
    }

    @AfterAll
    void stop() {
        tape.close();
        given.close();
    }

    @Test
    void itIsClosed_withItsCredentials_andDestroyedLater() {
        SessionId session = new SessionId("dora");
        given.send(session, "start-1", new Command.Start(null));
        Event.Qr qr = tape.await(session, Event.Qr.class, it -> true);
        given.phones.scan(DORA, qr.code());
        tape.await(session, Event.Status.class, it -> it.state() == SessionState.READY);
        given.send(session, "send-1", Command.SendMessage.text("+" + DORA, "a note to myself"));
        assertThat(tape.awaitOutcome(session, "send-1").status()).isEqualTo(OutcomeStatus.SUCCEEDED);

        Event.Status closed = tape.await(session, Event.Status.class, it -> it.state() == SessionState.CLOSED);
        assertThat(closed.reason()).isEqualTo("IDLE");
        assertThat(closed.account()).as("what is linked").isNotNull();
        tape.await(session, Event.Status.class, it -> it.state() == SessionState.DESTROYED);
        Awaitility.await()
                .untilAsserted(() -> assertThat(tape.of(session)
                                .filter(it -> it.commandId() != null
                                        && it.commandId().value().startsWith("idle-")
                                        && it.event() instanceof Event.Outcome)
                                .map(it -> (Event.Outcome) it.event()))
                        .extracting(Event.Outcome::commandType, Event.Outcome::status)
                        .containsExactly(
                                tuple(new Command.Close().type(), OutcomeStatus.SUCCEEDED),
                                tuple(new Command.Destroy().type(), OutcomeStatus.SUCCEEDED)));
    }
}
