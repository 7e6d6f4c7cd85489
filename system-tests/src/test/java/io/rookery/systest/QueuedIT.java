package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.Event;
import io.rookery.events.SessionState;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.systest.world.Api;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More sessions than slots. The only worker that claims has one slot; the other one is drained, until a slot is wanted. */
@ExtendWith(SharedWorld.class)
class QueuedIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Map<String, String> WAIT = Map.of("Prefer", "wait=30");

    private final World world;
    private final Api api;
    private final WorkerProcess narrow;
    private final WorkerProcess wide;

    QueuedIT(World world) {
        this.world = world;
        this.api = world.api();
        this.wide = world.onlyWorker();
        Map<String, String> settings = new HashMap<>(wide.settings());
        settings.put("rookery.worker.slots", "1");
        settings.remove("rookery.worker.data-directory");
        Path directory = world.cluster().data().resolve("narrow");
        this.narrow = new WorkerProcess("narrow", directory, settings);
    }

    @BeforeEach
    void oneSlot() {
        assertThat(api.post("/v1/workers/" + wide.id() + "/drain", "").status()).isEqualTo(202);
        await().atMost(LIMIT).until(() -> worker().json().path("draining").asBoolean());
        narrow.start();
    }

    @AfterEach
    void asBefore() {
        api.post("/v1/workers/" + wide.id() + "/resume", "");
        narrow.stop();
        await().atMost(LIMIT).until(() -> !worker().json().path("draining").asBoolean(true));
    }

    @Test
    void aSessionWithoutASlotSaysWhy_canBeClosed_andStartsByItselfWhenASlotAppears() {
        api.call("PUT", "/v1/sessions/has-a-slot", "", WAIT);
        await().atMost(LIMIT).until(() -> state("has-a-slot").equals("QR_READY"));

        api.call("PUT", "/v1/sessions/has-none", "", Map.of("Idempotency-Key", "in-vain"));
        await().atMost(LIMIT).until(() -> session("has-none").text("reason").equals("NO_FREE_SLOT"));
        assertThat(state("has-none")).isEqualTo("QUEUED");
        assertThat(session("has-none").text("text")).isNotEmpty();
        Event.Status told = world.tape().await("has-none", Event.Status.class, it -> it.reason() != null);
        assertThat(told.state()).isEqualTo(SessionState.QUEUED);
        assertThat(told.reason()).isEqualTo("NO_FREE_SLOT");
        assertThat(told.text()).isEqualTo(session("has-none").text("text"));
        assertThat(api.get("/v1/sessions/has-none/qr").text("code")).isEqualTo("QR_NOT_AVAILABLE");

        // In order: the start finds no slot, so there is nothing that a close could close.
        Api.Answer closed = api.call("POST", "/v1/sessions/has-none/close", "", WAIT);
        assertThat(closed.text("code")).as(closed.toString()).isEqualTo("SESSION_NOT_RUNNING");
        assertThat(world.tape().awaitOutcome("has-none", "in-vain").code()).isEqualTo("NO_FREE_SLOT");
        await().atMost(LIMIT).until(() -> state("has-none").equals("CLOSED"));
        await().atMost(LIMIT).until(() -> session("has-none").text("desired").equals("STOPPED"));
        assertThat(session("has-none").text("reason")).isEmpty();

        api.call("PUT", "/v1/sessions/has-none", "", Map.of());
        await().atMost(LIMIT).until(() -> session("has-none").text("reason").equals("NO_FREE_SLOT"));
        api.post("/v1/workers/" + wide.id() + "/resume", "");
        await().atMost(LIMIT).until(() -> state("has-none").equals("QR_READY"));
        assertThat(session("has-none").text("reason")).isEmpty();
        assertThat(session("has-none").text("worker")).isEqualTo(wide.id());

        for (String session : new String[] {"has-a-slot", "has-none"})
            assertThat(api.call("DELETE", "/v1/sessions/" + session, "", WAIT).text("status"))
                    .isEqualTo("succeeded");
    }

    private Api.Answer session(String session) {
        return api.get("/v1/sessions/" + session);
    }

    private String state(String session) {
        return session(session).text("state");
    }

    private Api.Answer worker() {
        return api.get("/v1/workers/" + wide.id());
    }
}
