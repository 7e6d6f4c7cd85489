package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong bucket, or one that was emptied, answers every question for a profile with a clear no. */
class AnotherStoreIT {
    private static final String ALICE = "491700000001";
    private static final SessionId SESSION = new SessionId("alice");

    @Test
    void aBucketThatNeverHadTheSession_isNoReasonForANewCode(@TempDir Path directory) {
        try (var given = new WorkerFixture(directory)) {
            var first = given.startWorker("w1");
            try (var tape = given.tape()) {
                given.phones.make(ALICE);
                given.send(SESSION, "start-1", new Command.Start(null));
                given.phones.scan(
                        ALICE, tape.await(SESSION, Event.Qr.class, it -> true).code());
                tape.await(SESSION, Event.Status.class, it -> it.state() == SessionState.READY);
                long codes = tape.of(SESSION, Event.Qr.class).count();
                first.close();

                var wrong = given.settings("w2");
                wrong.put("rookery.store.bucket", "another");
                wrong.put("rookery.store.create-bucket", "true");
                var second = given.startWorker(wrong);
                Event.Status waiting =
                        tape.await(SESSION, Event.Status.class, it -> "STORE_UNAVAILABLE".equals(it.reason()));
                assertThat(waiting.state()).isEqualTo(SessionState.QUEUED);
                Awaitility.await()
                        .during(Duration.ofSeconds(4))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> tape.of(SESSION, Event.Qr.class).count() == codes);
                second.close();

                long readies = readies(tape).count();
                given.startWorker("w3");
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> readies(tape).count() > readies);
                assertThat(tape.of(SESSION, Event.Qr.class)).hasSize((int) codes);
            }
        }
    }

    private static Stream<Event.Status> readies(EventTape tape) {
        return tape.of(SESSION, Event.Status.class).filter(it -> it.state() == SessionState.READY);
    }
}
