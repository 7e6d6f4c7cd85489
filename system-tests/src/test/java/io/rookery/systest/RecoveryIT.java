package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.Event;
import io.rookery.systest.check.Checker;
import io.rookery.systest.world.Api;
import io.rookery.systest.world.Api.Answer;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Sessions that are closed come back by one request. */
@ExtendWith(SharedWorld.class)
class RecoveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final World world;
    private final Api api;

    RecoveryIT(World world) {
        this.world = world;
        this.api = world.api();
    }

    @Test
    void closedSessions_comeBackByOneRequest_withoutACode_andEachIsReported() {
        world.onlyWorker();
        List<String> two = World.names("recovered", 2);
        world.pair(two);
        for (String session : two) {
            world.awaitStored(session);
            Answer closed = api.postAndWait("/v1/sessions/" + session + "/close", "");
            assertThat(closed.text("status")).as(closed.toString()).isEqualTo("succeeded");
            await().atMost(PATIENCE).until(() -> state(session).equals("CLOSED"));
        }
        long codes = codes(two);
        assertThat(entry(api.postAndWait("/v1/sessions/recover", ""), two.getFirst())
                        .isMissingNode())
                .as("what somebody has closed stays closed")
                .isTrue();

        Answer begun = api.call("POST", "/v1/sessions/recover?closed=true", "", Map.of("Idempotency-Key", "monday"));
        assertThat(begun.status()).as(begun.toString()).isIn(200, 202);
        String report = "/v1/recoveries/" + begun.text("recoveryId");
        for (String session : two) {
            await().atMost(PATIENCE).until(() -> state(session).equals("READY"));
            await().atMost(PATIENCE)
                    .until(() ->
                            entry(api.get(report), session).path("answered").asBoolean());
            JsonNode entry = entry(api.get(report), session);
            assertThat(entry.path("before").asString("")).isEqualTo("CLOSED");
            assertThat(entry.path("action").asString("")).isEqualTo("start");
            assertThat(entry.at("/outcome/status").asString("")).isEqualTo("succeeded");
            assertThat(entry.path("after").asString("")).isEqualTo("READY");
        }
        assertThat(codes(two)).as("codes").isEqualTo(codes);
        for (String session : two)
            assertThat(api.call("DELETE", "/v1/sessions/" + session, "", Map.of("Prefer", "wait=30"))
                            .text("status"))
                    .isEqualTo("succeeded");
        world.awaitAnswers(PATIENCE);
        assertThat(new Checker(1).violations(world.evidence())).isEmpty();
    }

    private String state(String session) {
        return api.get("/v1/sessions/" + session).text("state");
    }

    private long codes(List<String> sessions) {
        return sessions.stream()
                .mapToLong(session -> world.tape().of(session, Event.Qr.class).count())
                .sum();
    }

    /** What the report says of the session; missing where it says nothing. */
    private static JsonNode entry(Answer report, String session) {
        assertThat(report.status()).as(report.toString()).isIn(200, 202);
        return report.json()
                .path("sessions")
                .valueStream()
                .filter(it -> it.path("sessionId").asString("").equals(session))
                .findFirst()
                .orElseGet(() -> report.json().path("nothing"));
    }
}
