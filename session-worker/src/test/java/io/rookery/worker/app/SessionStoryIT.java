package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One session's whole life, by the topics alone: nothing here reaches into the worker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionStoryIT {
    private static final String ALICE = "491700000001";
    private static final String BOB = "491700000002";

    private WorkerFixture given;
    private EventTape tape;

    @BeforeAll
    void start(@TempDir Path directory) {
        given = new WorkerFixture(directory);
        given.startWorker("w1");
        tape = given.tape();
        given.phones.make(ALICE);
        given.phones.make(BOB);
    }

    @AfterAll
    void stop() {
        tape.close();
        given.close();
    }

    @Test
    void aSessionIsLinked_sends_receives_isClosed_startsWithoutAQr_andIsDestroyed() {
        SessionId session = new SessionId("alice");
        given.send(session, "start-1", new Command.Start(null));
        Event.Qr qr = tape.await(session, Event.Qr.class, it -> true);
        given.phones.scan(ALICE, qr.code());
        Event.Status ready = awaitState(session, SessionState.READY);
        assertThat(ready.account())
                .isNotNull()
                .extracting(Event.Account::number)
                .isEqualTo("+" + ALICE);
        assertThat(tape.awaitOutcome(session, "start-1").status()).isEqualTo(OutcomeStatus.SUCCEEDED);

        given.send(session, "send-1", Command.SendMessage.text("+" + BOB, "hello"));
        Event.Outcome sent = tape.awaitOutcome(session, "send-1");
        assertThat(sent.status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        String messageId = sent.result().get("messageId");
        tape.await(
                session,
                Event.MessageAck.class,
                it -> it.level() == Event.AckLevel.DELIVERED && it.messageId().equals(messageId));
        given.phones.read(BOB, ALICE);
        tape.await(
                session,
                Event.MessageAck.class,
                it -> it.level() == Event.AckLevel.READ && it.messageId().equals(messageId));

        given.phones.write(BOB, ALICE, "hi Alice");
        Event.MessageReceived received = tape.await(session, Event.MessageReceived.class, it -> true);
        assertThat(received.message().text()).isEqualTo("hi Alice");

        given.send(session, "close-1", new Command.Close());
        assertThat(tape.awaitOutcome(session, "close-1").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        awaitState(session, SessionState.CLOSED);
        given.send(session, "send-2", Command.SendMessage.text("+" + BOB, "nobody hears this"));
        assertThat(tape.awaitOutcome(session, "send-2").code()).isEqualTo("SESSION_NOT_RUNNING");

        long codes = tape.of(session, Event.Qr.class).count();
        long readies = states(session).filter(SessionState.READY::equals).count();
        given.send(session, "start-2", new Command.Start(null));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> states(session).filter(SessionState.READY::equals).count() > readies);
        assertThat(tape.of(session, Event.Qr.class).count())
                .as("codes for a session that is linked")
                .isEqualTo(codes);

        given.send(session, "send-1", Command.SendMessage.text("+" + BOB, "the same id once more"));
        given.send(session, "send-3", Command.SendMessage.text("+" + BOB, "and now for good"));
        assertThat(tape.awaitOutcome(session, "send-3").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(tape.outcomes(session, "send-1")).hasSize(1);

        given.send(session, "destroy-1", new Command.Destroy());
        assertThat(tape.awaitOutcome(session, "destroy-1").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        awaitState(session, SessionState.DESTROYED);
        assertThat(given.phones.ledger("alice", "unlink"))
                .as("unlinked devices")
                .hasSize(1);
        assertThat(given.phones.messages(BOB))
                .extracting(it -> it.path("text").asString(""))
                .contains("hello", "and now for good")
                .doesNotContain("nobody hears this", "the same id once more");
    }

    private Stream<SessionState> states(SessionId session) {
        return tape.of(session, Event.Status.class).map(Event.Status::state);
    }

    private Event.Status awaitState(SessionId session, SessionState state) {
        return tape.await(session, Event.Status.class, it -> it.state() == state);
    }
}
