package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.OutcomeStatus;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.systest.check.Checker;
import io.rookery.systest.world.Api;
import io.rookery.systest.world.EventTape;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator does by REST: looks at workers, moves one session, drains a worker and lets it go on. No phone is needed for any of it. */
@ExtendWith(SharedWorld.class)
class OperatorsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> SESSIONS = World.names("ordered", 2);

    private final World world;
    private final EventTape tape;
    private final Api api;

    OperatorsIT(World world) {
        this.world = world;
        this.tape = world.tape();
        this.api = world.api();
    }

    @Test
    void sessionsGoWhereTheOperatorWantsThem() {
        WorkerProcess first = world.onlyWorker();
        world.pair(SESSIONS);
        SESSIONS.forEach(world::awaitStored);
        String moved = SESSIONS.getFirst();
        String stays = SESSIONS.getLast();
        assertThat(order("/v1/sessions/" + moved + "/move").text("code")).isEqualTo("NO_OTHER_WORKER");
        WorkerProcess second = world.anotherWorker();
        awaitKnown(second);

        int staying = epoch(stays);
        isTakenBy(second, moved, "move", () -> order("/v1/sessions/" + moved + "/move"));
        assertThat(epoch(stays)).as("epoch of the session that was not moved").isEqualTo(staying);

        isTakenBy(second, stays, "drain", () -> order("/v1/workers/" + first.id() + "/drain"));
        await().atMost(LIMIT).until(() -> worker(first).json().path("sessions").asInt(-1) == 0);
        assertThat(worker(first).json().path("draining").asBoolean()).isTrue();
        assertThat(order("/v1/workers/" + first.id() + "/drain").status()).isEqualTo(202);

        assertThat(order("/v1/workers/" + first.id() + "/resume").status()).isEqualTo(202);
        await().atMost(LIMIT).until(() -> !worker(first).json().path("draining").asBoolean(true));
        isTakenBy(first, moved, "move back", () -> order("/v1/sessions/" + moved + "/move"));

        world.awaitAnswers(Duration.ofSeconds(60));
        assertThat(new Checker(1).violations(world.evidence())).isEmpty();
        SESSIONS.forEach(session -> {
            assertThat(tape.of(session, Event.Qr.class))
                    .as("codes of " + session)
                    .isNotEmpty();
            assertThat(tape.of(session).filter(it -> it.event() instanceof Event.Qr && EventTape.epoch(it) > 1))
                    .as("codes of later owners")
                    .isEmpty();
            world.writer().write(session, "destroy", new Command.Destroy());
            assertThat(tape.awaitOutcome(session, "destroy").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        });
    }

    /** Carries out what an order wants, and waits until the session is READY there. */
    private void isTakenBy(WorkerProcess heir, String session, String what, Runnable order) {
        int before = epoch(session);
        Instant asked = Instant.now();
        order.run();
        EventMessage ready = tape.awaitReady(session, before, LIMIT);
        Instant owned = tape.of(session)
                .filter(it -> EventTape.epoch(it) > before)
                .findFirst()
                .orElseThrow()
                .time();
        System.out.printf(
                "operators: %s: new owner after %d ms, READY after %d ms%n",
                what,
                Duration.between(asked, owned).toMillis(),
                Duration.between(asked, ready.time()).toMillis());
        assertThat(String.valueOf(ready.worker())).isEqualTo(heir.id());
    }

    private Api.Answer order(String path) {
        return api.post(path, "");
    }

    private Api.Answer worker(WorkerProcess worker) {
        return api.get("/v1/workers/" + worker.id());
    }

    private void awaitKnown(WorkerProcess worker) {
        await().atMost(LIMIT).until(() -> worker(worker).status() == 200);
    }

    private int epoch(String session) {
        return tape.of(session).mapToInt(EventTape::epoch).max().orElseThrow();
    }
}
