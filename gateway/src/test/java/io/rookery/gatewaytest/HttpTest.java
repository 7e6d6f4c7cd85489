package io.rookery.gatewaytest;

import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import io.rookery.gateway.event.EventFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A gateway that listens on a real port, with Kafka and Redis played. One for all tests of this package. */
@SpringBootTest(
        classes = TestGateway.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "rookery.gateway.heartbeat=100ms", "rookery.gateway.streams=3"})
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

    void tell(EventMessage message) {
        feed.publish(Told.read(message));
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
