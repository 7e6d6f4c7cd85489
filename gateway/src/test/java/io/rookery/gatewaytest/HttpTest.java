package io.rookery.gatewaytest;

import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import io.rookery.gateway.event.EventFeed;
import io.rookery.gateway.event.PlayedPast;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway that listens on a real port, with Kafka and Redis played. One for all tests of this package. */
@SpringBootTest(
        classes = TestGateway.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "rookery.gateway.heartbeat=100ms",
            "rookery.gateway.streams=3",
            "rookery.access.failed-attempts=100000",
            "rookery.limits.body-timeout=1s",
            "rookery.stream.stall=5s",
            "rookery.webhooks.allow-private=127.0.0.1",
            "rookery.webhooks.allow-http=true",
            "rookery.webhooks.per-tenant=5"
        })
abstract class HttpTest {
    static final String KEY = "a-key-for-the-tests";

    /** The description of the routes. */
    private static final int LARGEST_ANSWER = 4 << 20;

    @Autowired
    PlayedKafka kafka;

    @Autowired
    PlayedRedis redis;

    @Autowired
    PlayedConfig config;

    @Autowired
    EventFeed feed;

    @Autowired
    PlayedPast past;

    @Value("${local.server.port}")
    int port;

    @Value("${local.management.port}")
    int managementPort;

    WebTestClient client;

    @DynamicPropertySource
    static void keyFile(DynamicPropertyRegistry properties) {
        properties.add("rookery.gateway.api-key-file", () -> KeyFile.PATH);
    }

    /** One file for all tests, so that they share one gateway. */
    private static final class KeyFile {
        static final String PATH = write();

        private static String write() {
            try {
                Path file = Files.createTempFile("rookery-gateway", ".key");
                file.toFile().deleteOnExit();
                return Files.writeString(file, KEY + "\n").toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeEach
    void fresh() {
        kafka.reset();
        redis.reset();
        config.reset();
        redis.put("alice", SessionState.READY, Event.Desired.RUNNING);
        client = anybody().mutate().defaultHeader("X-Api-Key", KEY).build();
    }

    WebTestClient anybody() {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(20))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
                .build();
    }

    /** Makes a key by the API. @param more fields of the body, beginning with a comma */
    TestKey key(String role, String tenant, String more) {
        JsonNode made = JsonMapper.shared()
                .readTree(client.post()
                        .uri("/v1/keys")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(
                                "{\"name\":\"test\",\"role\":\"%s\",\"tenant\":\"%s\"%s}".formatted(role, tenant, more))
                        .exchange()
                        .expectStatus()
                        .isCreated()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
        return new TestKey(made.path("id").asString(), made.path("key").asString());
    }

    WebTestClient with(TestKey key) {
        return with(key.secret());
    }

    WebTestClient with(String secret) {
        return anybody().mutate().defaultHeader("X-Api-Key", secret).build();
    }

    /** A key that a test has made. */
    record TestKey(String id, String secret) {}

    void tell(EventMessage message) {
        feed.publish(past.write(Told.read(message)));
    }

    /** What comes first on a connection, up to and with a text: a stream has begun once it says so. */
    static String readUntil(Socket connection, String text) throws IOException {
        connection.setSoTimeout(30_000);
        var got = new StringBuilder();
        while (got.indexOf(text) < 0) {
            int read = connection.getInputStream().read();
            if (read < 0) throw new EOFException("the connection ended after: " + got);
            got.append((char) read);
        }
        return got.toString();
    }

    static Answer answer(WebTestClient.ResponseSpec response) {
        return new Answer(response);
    }

    /** The one shape of every error. */
    record Answer(WebTestClient.ResponseSpec response) {
        WebTestClient.BodyContentSpec isProblem(int status, String code) {
            StatusAssertions statuses = response.expectStatus();
            return statuses.isEqualTo(status)
                    .expectHeader()
                    .contentType("application/problem+json")
                    .expectBody()
                    .jsonPath("$.status")
                    .isEqualTo(status)
                    .jsonPath("$.code")
                    .isEqualTo(code)
                    .jsonPath("$.title")
                    .isNotEmpty()
                    .jsonPath("$.type")
                    .isNotEmpty();
        }

        void isProblem(int status, String code, String field) {
            isProblem(status, code).jsonPath("$.field").isEqualTo(field);
        }
    }
}
