package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.Event;
import io.rookery.systest.check.Checker;
import io.rookery.systest.world.Api;
import io.rookery.systest.world.Api.Answer;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What operators do with sessions: bring them back, and look at one in detail. */
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
        assertThat(new Checker(1).violations(world.evidence())).isEmpty();
    }

    @Test
    void oneSessionIsLoggedInDetail_asLongAsThatIsWanted() {
        world.onlyWorker();
        List<String> two = World.names("logged", 2);
        for (String session : two) {
            api.post("/v1/sessions", "{\"sessionId\":\"" + session + "\"}");
            await().atMost(PATIENCE).until(() -> state(session).equals("QR_READY"));
        }
        Answer debug =
                api.call("PUT", "/v1/sessions/logged-1/logging", "{\"level\":\"debug\",\"minutes\":5}", Map.of());
        assertThat(debug.status()).as(debug.toString()).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> !details("logged-1").isEmpty());
        for (String session : two) api.postAndWait("/v1/sessions/" + session + "/restart", "");
        await().atMost(PATIENCE)
                .until(() -> details("logged-1").stream()
                        .anyMatch(line -> line.contains("PageOpened") && line.contains("millis")));
        assertThat(details("logged-2")).isEmpty();
        api.call("PUT", "/v1/sessions/logged-1/logging", "{\"level\":\"info\"}", Map.of());
        await().atMost(PATIENCE).until(() -> lines("logged-1").getLast().contains("logging was switched"));
        assertThat(api.get("/v1/sessions/logged-1/logging").text("level")).isEqualTo("info");
        for (String session : two) api.call("DELETE", "/v1/sessions/" + session, "", Map.of("Prefer", "wait=30"));
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

    private List<String> details(String session) {
        return lines(session).stream()
                .filter(line -> line.contains("SessionLog") && line.contains("DEBUG"))
                .toList();
    }

    /** What any worker has logged of the session with its detailed log. */
    private List<String> lines(String session) {
        return world.cluster().workers().stream()
                .map(worker -> world.cluster().data().resolve(worker.id()).resolve(worker.id() + ".log"))
                .flatMap(RecoveryIT::lines)
                .filter(line -> line.contains("SessionLog") && line.contains(session))
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
