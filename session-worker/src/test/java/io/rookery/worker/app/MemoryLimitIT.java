package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.Health;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session whose browser, weighed by the worker, uses more than it may. */
class MemoryLimitIT {
    private static final String CAROL = "491700000003";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void isOpenedAnew_andGoesOnWithoutACode(@TempDir Path directory) {
        try (var given = new WorkerFixture(directory)) {
            Map<String, String> settings = given.settings("w1");
            settings.put("rookery.session.memory-limit", "1MB"); // no browser is as small as that
            settings.put("rookery.session.probe", "2s");
            given.startWorker(settings);
            given.phones.make(CAROL);
            try (EventTape tape = given.tape()) {
                SessionId session = new SessionId("carol");
                given.send(session, "start", new Command.Start(null));
                Event.Qr qr = tape.await(session, Event.Qr.class, it -> true);
                given.phones.scan(CAROL, qr.code());
                tape.await(session, Event.Status.class, it -> it.state() == SessionState.READY);
                long codes = tape.of(session, Event.Qr.class).count();

                Awaitility.await("opened anew and ready")
                        .atMost(PATIENCE)
                        .until(() -> tape.of(session, Event.Status.class)
                                .dropWhile(it -> !"MEMORY_LIMIT".equals(it.reason()))
                                .anyMatch(it -> it.state() == SessionState.READY));
                given.send(session, "send", Command.SendMessage.text("+" + CAROL, "a note to myself"));
                assertThat(tape.awaitOutcome(session, "send").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
                assertThat(tape.of(session, Event.Qr.class).count()).isEqualTo(codes);
                assertThat(tape.await(session, Event.Status.class, it -> it.health() == Health.WARNING)
                                .healthReasons())
                        .containsExactly("MEMORY_LIMIT");
            }
        }
    }
}
