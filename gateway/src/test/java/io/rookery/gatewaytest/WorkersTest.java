package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.WorkerId;
import io.rookery.gateway.ops.Workers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

class WorkersTest extends HttpTest {
    private static final String WORKER = """
            {"workerId":"worker-1","host":"host-1","slots":20,"sessions":7,"whatsapp":{"connected":6,"disconnected":1},"memory":{"used":100,"budget":1000},
             "draining":false,"lastSignOfLife":"1970-01-01T00:00:00Z"}
            """;

    @Autowired
    private PlayedWorkers workers;

    @Test
    void workersAreListedAndShown() {
        workers.reset();
        client.get()
                .uri("/v1/workers")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"workers\":[" + WORKER + "]}");
        client.get()
                .uri("/v1/workers/worker-1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(WORKER);
    }

    @Test
    void ordersAreLeftToTheWorker() {
        workers.reset();
        post("/v1/workers/worker-1/drain")
                .expectStatus()
                .isAccepted()
                .expectBody()
                .json("{\"workerId\":\"worker-1\",\"order\":\"DRAIN\"}");
        post("/v1/workers/worker-1/resume").expectStatus().isAccepted();
        post("/v1/sessions/alice/move")
                .expectStatus()
                .isAccepted()
                .expectBody()
                .json("{\"sessionId\":\"alice\",\"from\":\"worker-1\"}");
        assertThat(workers.ordered).containsExactly("DRAIN worker-1", "RESUME worker-1", "MOVE alice");
        assertThat(kafka.published).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaid() {
        workers.reset();
        answer(client.get().uri("/v1/workers/nobody").exchange()).isProblem(404, "WORKER_NOT_FOUND");
        answer(post("/v1/workers/nobody/drain")).isProblem(404, "WORKER_NOT_FOUND");
        answer(post("/v1/workers/nobody/resume")).isProblem(404, "WORKER_NOT_FOUND");
        answer(post("/v1/workers/no%20body/drain")).isProblem(400, "INVALID_REQUEST", "workerId");
        answer(post("/v1/sessions/nobody/move")).isProblem(404, "SESSION_NOT_FOUND");
        answer(post("/v1/sessions/no%20body/move")).isProblem(400, "INVALID_SESSION_ID");
        assertThat(workers.ordered).isEmpty();
    }

    @Test
    void aSessionThatNobodyHasOrNobodyElseCouldTakeIsNotMoved() {
        workers.reset();
        workers.move = new Workers.Move.NoOwner();
        answer(post("/v1/sessions/alice/move")).isProblem(409, "SESSION_WITHOUT_OWNER");
        workers.move = new Workers.Move.NowhereElse(new WorkerId("worker-1"));
        answer(post("/v1/sessions/alice/move")).isProblem(409, "NO_OTHER_WORKER");
    }

    @Test
    void withRedisAwayNothingIsOrdered() {
        workers.reset();
        workers.away = true;
        answer(client.get().uri("/v1/workers").exchange()).isProblem(503, "REDIS_UNAVAILABLE");
        answer(client.get().uri("/v1/workers/worker-1").exchange()).isProblem(503, "REDIS_UNAVAILABLE");
        answer(post("/v1/workers/worker-1/drain")).isProblem(503, "REDIS_UNAVAILABLE");
        answer(post("/v1/sessions/alice/move")).isProblem(503, "REDIS_UNAVAILABLE");
    }

    @Test
    void strangersOrderNothing() {
        workers.reset();
        for (String path :
                new String[] {"/v1/workers/worker-1/drain", "/v1/workers/worker-1/resume", "/v1/sessions/alice/move"})
            answer(anybody().post().uri(path).exchange()).isProblem(401, "UNAUTHORIZED");
        answer(anybody().get().uri("/v1/workers").exchange()).isProblem(401, "UNAUTHORIZED");
        assertThat(workers.ordered).isEmpty();
    }

    private WebTestClient.ResponseSpec post(String path) {
        return client.post()
                .uri(java.net.URI.create("http://127.0.0.1:" + port + path))
                .exchange();
    }
}
