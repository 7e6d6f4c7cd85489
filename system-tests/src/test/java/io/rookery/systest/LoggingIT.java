package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.systest.world.Api;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator has one session logged in detail, by REST: its worker's log has its steps for that time, and nothing that is anybody's. */
@ExtendWith(SharedWorld.class)
class LoggingIT {
    private static final String SESSION = "looked-at";
    private static final String NEIGHBOUR = "left-alone";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final List<String> STEPS =
            List.of("a session wants something done", "something happened to a session");

    private final World world;
    private final Api api;

    LoggingIT(World world) {
        this.world = world;
        this.api = world.api();
    }

    @Test
    void aSessionIsLoggedInDetail_forAsLongAsItIsWanted_andNobodysTextsOrNumbersAre() throws IOException {
        WorkerProcess worker = world.onlyWorker();
        String bob = world.phone();
        String own = world.phone();
        for (String session : List.of(SESSION, NEIGHBOUR)) {
            world.writer().write(session, "start", new Command.Start(null));
            world.link(session, session.equals(SESSION) ? own : world.phone());
            world.tape().awaitReady(session, 0, Duration.ofSeconds(60));
        }
        send(SESSION, "before", bob, "the first secret");
        assertThat(steps(worker)).as("before it is wanted").isEmpty();

        assertThat(logging("debug").status()).isEqualTo(202);
        await().atMost(LIMIT).until(() -> switched(worker, true));
        send(SESSION, "meanwhile", bob, "the second secret");
        send(NEIGHBOUR, "neighbours", bob, "the third secret");
        world.people().write(bob, own, "the fourth secret");
        await().atMost(LIMIT).until(() -> steps(worker).anyMatch(line -> line.contains("event=\"MessageReceived\"")));
        List<String> meanwhile = steps(worker).toList();
        assertThat(meanwhile)
                .allMatch(line -> line.contains("sessionId=\"" + SESSION + "\""))
                .anyMatch(line -> line.contains("effect=\"Send\"") && line.contains("commandId=\"meanwhile\""))
                .anyMatch(line -> line.contains("input=\"SendAnswered\"")
                        && line.contains("result=\"done\"")
                        && line.contains("millis=\""))
                .noneMatch(line -> line.contains("before"));

        assertThat(logging("info").status()).isEqualTo(202);
        await().atMost(LIMIT).until(() -> switched(worker, false));
        long logged = steps(worker).count();
        send(SESSION, "afterwards", bob, "the fifth secret");
        assertThat(steps(worker)).as("once it is not wanted any more").hasSize((int) logged);

        Event.Qr code = world.tape().await(SESSION, Event.Qr.class, any -> true);
        assertThat(log(worker))
                .as("what is somebody's")
                .noneMatch(line -> line.contains("secret")
                        || line.contains(bob)
                        || line.contains(own)
                        || line.contains(code.code())
                        || line.contains(world.key()));
        for (String session : List.of(SESSION, NEIGHBOUR)) {
            world.writer().write(session, "destroy", new Command.Destroy());
            assertThat(world.tape().awaitOutcome(session, "destroy").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        }
    }

    private void send(String session, String id, String to, String text) {
        world.writer().write(session, id, Command.SendMessage.text("+" + to, text));
        assertThat(world.tape().awaitOutcome(session, id).status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    private Api.Answer logging(String level) {
        return api.call("PUT", "/v1/sessions/" + SESSION + "/logging", "{\"level\":\"" + level + "\"}", Map.of());
    }

    private static boolean switched(WorkerProcess worker, boolean on) throws IOException {
        return log(worker)
                .filter(line -> line.contains("logging was switched") && line.contains("\"" + SESSION + "\""))
                .reduce((earlier, later) -> later)
                .filter(line -> line.contains("detailed=\"" + on + "\""))
                .isPresent();
    }

    private static Stream<String> steps(WorkerProcess worker) throws IOException {
        return log(worker).filter(line -> STEPS.stream().anyMatch(line::contains));
    }

    private static Stream<String> log(WorkerProcess worker) throws IOException {
        Path file = worker.log();
        return Files.readString(file).lines();
    }
}
