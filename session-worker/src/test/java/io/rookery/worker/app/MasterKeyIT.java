package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.quickstart.MasterKeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker with the wrong master key does no harm, and goes on when it gets the right one. */
class MasterKeyIT {
    private static final String ALICE = "491700000001";
    private static final String FILE = "rookery.store.master-key-file";

    @TempDir
    Path directory;

    private WorkerFixture given;

    @BeforeEach
    void start() {
        given = new WorkerFixture(directory);
        given.phones.make(ALICE);
    }

    @AfterEach
    void stop() {
        given.close();
    }

    @Test
    void aSessionWaitsForItsKey_withoutANewCode_andIsReadyWhenTheKeyComes() throws Exception {
        SessionId session = new SessionId("alice");
        Map<String, String> right = given.settings("w1");
        var first = given.startWorker(right);
        try (var tape = given.tape()) {
            given.send(session, "start-1", new Command.Start(null));
            Event.Qr qr = tape.await(session, Event.Qr.class, it -> true);
            given.phones.scan(ALICE, qr.code());
            tape.await(session, Event.Status.class, it -> it.state() == SessionState.READY);
            assertThat(tape.awaitOutcome(session, "start-1").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
            given.send(session, "close-1", new Command.Close());
            assertThat(tape.awaitOutcome(session, "close-1").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
            first.close();
            long codes = tape.of(session, Event.Qr.class).count();

            Path file = MasterKeyFile.in(directory.resolve("other-keys"));
            Map<String, String> wrong = given.settings("w2");
            wrong.put(FILE, file.toString());
            given.startWorker(wrong);
            given.send(session, "start-2", new Command.Start(null));
            Event.Status waiting = tape.await(session, Event.Status.class, it -> "KEY_UNAVAILABLE".equals(it.reason()));
            assertThat(waiting.state()).isEqualTo(SessionState.QUEUED);
            Awaitility.await("some more tries")
                    .during(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> tape.outcomes(session, "start-2").isEmpty());

            Path draft = Files.copy(Path.of(right.getOrDefault(FILE, "")), file.resolveSibling("draft"));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

            assertThat(tape.awaitOutcome(session, "start-2").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
            assertThat(tape.of(session, Event.Qr.class).count())
                    .as("codes for a session that is linked")
                    .isEqualTo(codes);
        }
    }
}
