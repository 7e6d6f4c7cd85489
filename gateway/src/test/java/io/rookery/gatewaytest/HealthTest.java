package io.rookery.gatewaytest;

import io.rookery.events.Event;
import io.rookery.events.Health;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

class HealthTest extends HttpTest {
    /** The gateway looks at its parts every 5 s. */
    private static final Duration SEEN = Duration.ofSeconds(12);

    @Autowired
    private PlayedWorkers workers;

    @AfterEach
    void allIsThere() {
        workers.reset();
    }

    @Test
    void thePartsAreShown_andSinceWhen() {
        Awaitility.await()
                .atMost(SEEN)
                .untilAsserted(() -> service()
                        .jsonPath("$.parts.kafka.status")
                        .isEqualTo("UP")
                        .jsonPath("$.parts.redis.status")
                        .isEqualTo("UP")
                        .jsonPath("$.parts.store.status")
                        .isEqualTo("NOT_CONFIGURED")
                        // The one that is played gave its last sign of life in 1970.
                        .jsonPath("$.parts.workers.status")
                        .isEqualTo("DOWN")
                        .jsonPath("$.parts.whatsapp.status")
                        .isEqualTo("UNKNOWN")
                        .jsonPath("$.parts.workers.since")
                        .isNotEmpty()
                        .jsonPath("$.status")
                        .isEqualTo("DEGRADED")
                        .jsonPath("$.workers.known")
                        .isEqualTo(1)
                        .jsonPath("$.workers.slots")
                        .isEqualTo(20)
                        .jsonPath("$.browsers.sessions")
                        .isEqualTo(7)
                        .jsonPath("$.browsers.memoryUsed")
                        .isEqualTo(100)
                        .jsonPath("$.memory.used")
                        .isNumber()
                        .jsonPath("$.uptimeSeconds")
                        .isNumber());
    }

    @Test
    void whatsAppIsAwayWhereSessionsHaveLostItAndNoneHasIt() {
        whatsApp(1, 5, "UP", "UP");
        whatsApp(0, 1, "DOWN", "DEGRADED");
        whatsApp(0, 0, "UNKNOWN", "UP");
    }

    private void whatsApp(int connected, int disconnected, String status, String whole) {
        workers.one = PlayedWorkers.worker(Instant.now(), connected, disconnected);
        Awaitility.await()
                .atMost(SEEN)
                .untilAsserted(() -> service()
                        .jsonPath("$.parts.whatsapp.status")
                        .isEqualTo(status)
                        .jsonPath("$.status")
                        .isEqualTo(whole));
    }

    @Test
    void whatIsAwayIsShown_andWhatNobodyCanTellThen() {
        redis.away = true;
        workers.away = true;
        Awaitility.await()
                .atMost(SEEN)
                .untilAsserted(() -> service()
                        .jsonPath("$.status")
                        .isEqualTo("DOWN")
                        .jsonPath("$.parts.redis.status")
                        .isEqualTo("DOWN")
                        .jsonPath("$.parts.workers.status")
                        .isEqualTo("UNKNOWN")
                        .jsonPath("$.workers")
                        .doesNotExist()
                        .jsonPath("$.browsers")
                        .doesNotExist());
    }

    @Test
    void probesNeedNoKey_andTellLifeFromReadiness() {
        probe("/health/live", 200, "UP");
        probe("/health/ready", 200, "UP");
        kafka.away = true;
        probe("/health/live", 200, "UP");
        probe("/health/ready", 503, "DOWN");
    }

    @Test
    void strangersSeeNoParts() {
        answer(anybody().get().uri("/v1/health").exchange()).isProblem(401, "UNAUTHORIZED");
        answer(anybody().get().uri("/v1/sessions/alice/health").exchange()).isProblem(401, "UNAUTHORIZED");
    }

    @Test
    void aSessionsHealthIsTheWorstOfItsConnectionAndItsLimits() {
        redis.put("limited", SessionState.READY, Event.Desired.RUNNING);
        session("limited")
                .jsonPath("$.health")
                .isEqualTo("HEALTHY")
                .jsonPath("$.reasons")
                .isEmpty()
                .jsonPath("$.limits")
                .doesNotExist();
        tell(Told.limits("limited", 1, 1, 72, Health.WARNING, Instant.now().plusSeconds(3600)));
        session("limited")
                .jsonPath("$.health")
                .isEqualTo("WARNING")
                .jsonPath("$.reasons[0]")
                .isEqualTo("DAY_LIMIT")
                .jsonPath("$.limits.percent")
                .isEqualTo(72)
                .jsonPath("$.state")
                .isEqualTo("READY");
        tell(Told.of(
                "acme",
                Told.limits("limited", 1, 2, 99, Health.CRITICAL, Instant.now().plusSeconds(3600))));
        session("limited").jsonPath("$.limits.percent").isEqualTo(72);
    }

    @Test
    void limitsOfADayThatIsOverAreNotShown() {
        redis.put("yesterday", SessionState.READY, Event.Desired.RUNNING);
        tell(Told.limits("yesterday", 1, 1, 95, Health.CRITICAL, Instant.now().minusSeconds(1)));
        session("yesterday")
                .jsonPath("$.health")
                .isEqualTo("HEALTHY")
                .jsonPath("$.limits")
                .doesNotExist();
    }

    @Test
    void aSessionThatIsNotThereHasNoHealth() {
        answer(client.get().uri("/v1/sessions/nobody/health").exchange()).isProblem(404, "SESSION_NOT_FOUND");
        redis.away = true;
        answer(client.get().uri("/v1/sessions/alice/health").exchange()).isProblem(503, "REDIS_UNAVAILABLE");
    }

    private void probe(String path, int status, String said) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> anybody()
                        .get()
                        .uri(path)
                        .exchange()
                        .expectStatus()
                        .isEqualTo(status)
                        .expectBody()
                        .json("{\"status\":\"" + said + "\"}", org.springframework.test.json.JsonCompareMode.STRICT));
    }

    private WebTestClient.BodyContentSpec service() {
        return body("/v1/health");
    }

    private WebTestClient.BodyContentSpec session(String id) {
        return body("/v1/sessions/" + id + "/health");
    }

    private WebTestClient.BodyContentSpec body(String path) {
        return client.get().uri(path).exchange().expectStatus().isOk().expectBody();
    }
}
