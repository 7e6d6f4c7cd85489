package io.rookery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.config.ConfigStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Web hooks on a real broker, with real endpoints on the loopback address. The first test kills a gateway; the others use the one that comes after it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebhooksIT {
    private static final List<String> SETTINGS = List.of(
            "--rookery.webhooks.allow-private=127.0.0.1",
            "--rookery.webhooks.allow-http=true",
            "--rookery.webhooks.attempts=100",
            "--rookery.webhooks.first-pause=100ms",
            "--rookery.webhooks.longest-pause=1s",
            "--rookery.webhooks.breaker-pause=300ms",
            "--rookery.webhooks.breaker-longest-pause=1s",
            // The least that a broker takes.
            "--spring.kafka.consumer.properties.session.timeout.ms=6000",
            "--spring.kafka.consumer.properties.heartbeat.interval.ms=1000");

    @TempDir
    static Path directory;

    private static RealParts parts;
    private static KafkaProducer<String, byte[]> worker;
    private static @Nullable ConfigurableApplicationContext gateway;

    /** Of the gateway that is to be killed, then of the one after it. */
    private static WebTestClient client = client(1);

    private static int told;

    @BeforeAll
    static void start() throws Exception {
        parts = new RealParts(directory);
        worker = new KafkaProducer<>(
                Map.of("bootstrap.servers", parts.kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        if (gateway != null) gateway.close();
        worker.close(Duration.ofSeconds(1));
        parts.close();
    }

    @Test
    @Order(1)
    void whatAKilledGatewayHadNotDeliveredTheNextOneDelivers_inOrder_andNoAttemptIsForgotten() throws Exception {
        try (Receiver receiver = new Receiver()) {
            receiver.answer = ignored -> 503;
            int port = freePort();
            Process killed = process(port);
            try {
                client = client(port);
                await().atMost(Duration.ofSeconds(120)).until(() -> isServing(port));
                String id = create(receiver, "\"types\":[\"message\"]");
                for (int event = 1; event <= 5; event++)
                    for (String session : List.of("alice", "bob")) tell(session, "killed " + event);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> attempts(id).stream().anyMatch(attempt -> attempt >= 4));
                // How often it was tried is written down with the offsets, twice a second.
                Thread.sleep(Duration.ofSeconds(1));
                int before =
                        attempts(id).stream().mapToInt(Integer::intValue).max().orElseThrow();
                killed.destroyForcibly().waitFor();
                assertThat(receiver.taken("alice")).isEmpty();

                startGateway();
                await().atMost(Duration.ofSeconds(60)).until(() -> attempts(id).getFirst() >= before);
                receiver.answer = ignored -> 204;
                List<String> all = IntStream.rangeClosed(1, 5)
                        .mapToObj(event -> "killed " + event)
                        .toList();
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    assertThat(receiver.taken("alice")).isEqualTo(all);
                    assertThat(receiver.taken("bob")).isEqualTo(all);
                });
                assertThat(receiver.requests).allMatch(Receiver.Request::verified);
                delete(id);
            } finally {
                killed.destroyForcibly();
            }
        }
    }

    @Test
    @Order(2)
    void anEndpointThatHangsDelaysNobodyElse() throws Exception {
        try (Receiver slow = new Receiver();
                Receiver quick = new Receiver()) {
            slow.answer = ignored -> {
                sleep(Duration.ofSeconds(2));
                return 204;
            };
            String first = create(slow, "\"types\":[\"message\"]");
            String second = create(quick, "\"types\":[\"message\"],\"sessions\":[\"carol\"]");
            Instant begun = Instant.now();
            for (int event = 1; event <= 30; event++) {
                tell("carol", "quick " + event);
                tell("dave", "not yours " + event);
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> quick.taken("carol").size() == 30);
            Duration took = Duration.between(begun, Instant.now());
            assertThat(slow.requests.size()).as("of 60 in %s", took).isLessThan(60);
            assertThat(quick.taken("carol"))
                    .isEqualTo(IntStream.rangeClosed(1, 30)
                            .mapToObj(event -> "quick " + event)
                            .toList());
            assertThat(quick.taken("dave")).isEmpty();
            delete(first);
            delete(second);
        }
    }

    @Test
    @Order(3)
    void anEventThatIsRefusedIsADeadLetter_theNextOnesAreDelivered_andItCanBeReplayed() throws Exception {
        try (Receiver receiver = new Receiver()) {
            receiver.answer = request -> request.text().startsWith("poison") ? 422 : 204;
            String id = create(receiver, "\"types\":[\"message.received\"]");
            for (String text : List.of("one", "poison 1", "two", "poison 2", "three")) tell("alice", text);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> receiver.taken("alice").size() == 3);
            assertThat(receiver.taken("alice")).containsExactly("one", "two", "three");
            JsonNode letters = get(id, "/dead-letters").path("deadLetters");
            assertThat(letters.valueStream().map(letter -> letter.path("cause").asString()))
                    .containsExactly("HTTP_422", "HTTP_422");
            assertThat(letters.toString()).doesNotContain("poison");

            receiver.answer = ignored -> 204;
            String poison = letters.get(0).path("eventId").asString();
            assertThat(replay(id, "{\"eventIds\":[\"" + poison + "\"]}")
                            .path("replayed")
                            .asInt())
                    .isEqualTo(1);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> receiver.taken("alice").contains("poison 1"));
            assertThat(receiver.requests.getLast().id()).isEqualTo(poison);
            assertThat(receiver.taken("alice")).doesNotContain("poison 2");
            String hourAgo = Instant.now().minusSeconds(3600).toString();
            assertThat(replay(id, "{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"" + hourAgo + "\"}")
                            .path("replayed")
                            .asInt())
                    .isZero();
            assertThat(replay(id, "{\"from\":\"" + hourAgo + "\"}")
                            .path("replayed")
                            .asInt())
                    .isEqualTo(2);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> receiver.taken("alice").contains("poison 2"));
            // Logged once the receiver has answered.
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(get(id, "/deliveries?limit=200")
                                    .path("deliveries")
                                    .valueStream()
                                    .map(entry -> entry.path("result").asString()))
                            .hasSize(8)
                            .contains("DELIVERED", "DEAD"));
            delete(id);
        }
    }

    /** What was configured while it was allowed, or a name that leads elsewhere by now. */
    @Test
    @Order(4)
    void whatLeadsToAForbiddenAddressIsNotAsked() throws Exception {
        try (Receiver receiver = new Receiver()) {
            String id = create(receiver, "\"types\":[\"message\"],\"enabled\":false");
            ConfigStore config = Objects.requireNonNull(gateway).getBean(ConfigStore.class);
            String json = config.find(ConfigKind.WEBHOOK, id).orElseThrow().json();
            for (String url : List.of(
                    "http://169.254.169.254/latest/meta-data", receiver.url().replace("127.0.0.1", "localhost")))
                config.put(
                                ConfigKind.WEBHOOK,
                                id,
                                json.replace(receiver.url(), url).replace("\"enabled\":false", "\"enabled\":true"))
                        .block();
            tell("alice", "to a forbidden place");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(get(id, "/dead-letters")
                                    .at("/deadLetters/0/cause")
                                    .asString(""))
                            .isEqualTo("URL_FORBIDDEN"));
            assertThat(receiver.requests).isEmpty();
            delete(id);
        }
    }

    @Test
    @Order(5)
    void whileGatewaysComeAndGoNothingIsLostAndTheOrderStays() throws Exception {
        try (Receiver receiver = new Receiver()) {
            receiver.answer = ignored -> {
                sleep(Duration.ofMillis(5));
                return 204;
            };
            String id = create(receiver, "\"types\":[\"message\"]");
            List<String> sessions = List.of("s1", "s2", "s3", "s4", "s5", "s6");
            int port = freePort();
            Process other = process(port);
            int events = 0;
            int since = Integer.MAX_VALUE;
            while (other.isAlive()) {
                if (since == Integer.MAX_VALUE && isServing(port)) since = events;
                // It has had its part of the partitions for a while, and gives them back.
                if (events - since == 50) other.destroy();
                events++;
                for (String session : sessions) tell(session, "event " + events);
                sleep(Duration.ofMillis(20));
            }
            assertThat(since).isLessThan(events);
            List<String> all = IntStream.rangeClosed(1, events)
                    .mapToObj(event -> "event " + event)
                    .toList();
            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
                for (String session : sessions)
                    assertThat(receiver.taken(session)).as(session).isEqualTo(all);
            });
            delete(id);
        }
    }

    @Test
    @Order(6)
    void ofADeletedWebhookNoGroupIsLeft() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", parts.kafka.bootstrapServers()))) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(admin.listGroups().all().get())
                            .extracting(GroupListing::groupId)
                            .noneMatch(group -> group.startsWith("rookery.webhook.")));
        }
    }

    // ---- small parts ----

    private static void tell(String session, String text) throws Exception {
        EventMessage message = Told.received(session, 1, ++told, text);
        worker.send(new ProducerRecord<>(
                        EventType.of(message.event()).topic().name("rookery."),
                        session,
                        CloudEventCodec.encode(message)))
                .get();
    }

    private static String create(Receiver receiver, String more) {
        byte[] made = client.post()
                .uri("/v1/webhooks")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"url\":\"" + receiver.url() + "\"," + more + "}")
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseBody();
        JsonNode tree = JsonMapper.shared().readTree(made);
        receiver.secret = tree.path("secret").asString();
        return tree.at("/webhook/webhookId").asString();
    }

    private static void delete(String id) {
        client.delete().uri("/v1/webhooks/" + id).exchange().expectStatus().isNoContent();
    }

    private static JsonNode replay(String id, String body) {
        return JsonMapper.shared()
                .readTree(client.post()
                        .uri("/v1/webhooks/" + id + "/replay")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange()
                        .expectStatus()
                        .isAccepted()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    private static JsonNode get(String id, String path) {
        return JsonMapper.shared()
                .readTree(client.get()
                        .uri("/v1/webhooks/" + id + path)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    /** Which attempts the log knows, the newest first. */
    private static List<Integer> attempts(String id) {
        return get(id, "/deliveries?limit=200")
                .path("deliveries")
                .valueStream()
                .map(entry -> entry.path("attempt").asInt())
                .toList();
    }

    private static void startGateway() {
        var started = run();
        gateway = started;
        client = client(Integer.parseInt(started.getEnvironment().getProperty("local.server.port", "0")));
    }

    private static ConfigurableApplicationContext run() {
        List<String> arguments = new ArrayList<>(parts.arguments());
        arguments.addAll(SETTINGS);
        return SpringApplication.run(GatewayApplication.class, arguments.toArray(String[]::new));
    }

    private static Process process(int port) throws IOException {
        List<String> command = new ArrayList<>(GatewayProgram.quickStart().command());
        parts.arguments().stream()
                .filter(argument -> !argument.startsWith("--server.port="))
                .forEach(command::add);
        command.addAll(SETTINGS);
        command.add("--server.port=" + port);
        Path out = Files.createTempFile(directory, "gateway", ".out");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    private static WebTestClient client(int port) {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .defaultHeader("X-Api-Key", RealParts.KEY)
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static boolean isServing(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
