package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.rookery.events.kafka.TopicCatalog;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.quickstart.process.Ports;
import io.rookery.systest.world.Api;
import io.rookery.systest.world.Api.Answer;
import io.rookery.systest.world.Authority;
import io.rookery.systest.world.KafkaRights;
import io.rookery.systest.world.Launch;
import io.rookery.systest.world.SecuredWorld;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/security.md says an operator may set, with real parts: Kafka by SASL_SSL with ACLs, Redis by TLS with a user of its own, the store by https. A session lives its life there, nothing that it needs is
 * denied, and what is set wrongly is said in one line.
 */
@ExtendWith(SharedWorld.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SESSION = "secured";
    private static final String WRONG_PASSWORD = "not-for-the-log";

    private static final String ALICE = "491707000001";
    private static final String BOB = "491707000002";

    private final SecuredWorld secured;
    private final HttpServer endpoint;
    private final Queue<String> posted = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    /** Browsers run as the shared world's do. */
    SecuredIT(World world) throws IOException {
        Map<String, String> pages = new HashMap<>(world.cluster().worker(0).settings());
        pages.keySet().removeIf(name -> !name.startsWith("rookery.browser.") && !name.startsWith("rookery.limits."));
        secured = new SecuredWorld(Path.of("target", "secured").toAbsolutePath(), pages);
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
    }

    @BeforeAll
    void start() {
        endpoint.start();
        secured.start();
    }

    @AfterAll
    void stop() {
        threads.shutdownNow();
        secured.close();
        endpoint.stop(0);
    }

    @Test
    @Order(1)
    void aSessionLivesItsLife_andTheRightsThatAreDocumentedSuffice() throws Exception {
        Api api = secured.api();
        secured.people().make(ALICE);
        secured.people().make(BOB);
        Answer webhook = api.post(
                "/v1/webhooks",
                "{\"url\":\"http://127.0.0.1:%d/\"}"
                        .formatted(endpoint.getAddress().getPort()));
        assertThat(webhook.status()).as(webhook.toString()).isEqualTo(201);

        assertThat(api.post("/v1/sessions", "{\"sessionId\":\"" + SESSION + "\"}")
                        .status())
                .isEqualTo(202);
        Awaitility.await("link").atMost(PATIENCE).until(() -> {
            Answer code = api.get("/v1/sessions/" + SESSION + "/qr?wait=10");
            return code.status() == 200 && secured.people().scan(ALICE, code.text("qr"));
        });
        Awaitility.await("ready")
                .atMost(PATIENCE)
                .until(() -> api.get("/v1/sessions/" + SESSION).text("state").equals("READY"));

        // The gateway puts it into the store, the worker gets it out.
        Answer file = api.call("POST", "/v1/media", "as a file", Map.of("Content-Type", "text/plain"));
        assertThat(file.status()).as(file.toString()).isEqualTo(201);
        Answer sent = api.postAndWait(
                "/v1/sessions/" + SESSION + "/messages",
                "{\"to\":\"+%s\",\"media\":[{\"mediaId\":\"%s\",\"caption\":\"by TLS\"}]}"
                        .formatted(BOB, file.text("mediaId")));
        assertThat(sent.text("status")).as(sent.toString()).isEqualTo("succeeded");
        secured.people().write(BOB, ALICE, "by TLS, too");
        Awaitility.await("web hook")
                .atMost(PATIENCE)
                .until(() -> posted.stream().anyMatch(event -> event.contains("by TLS, too")));
        whatIsNoCommandBecomesADeadLetter();

        assertThat(api.call("DELETE", "/v1/webhooks/" + webhook.text("webhook/webhookId"), "", Map.of())
                        .status())
                .isEqualTo(204);
        Answer destroyed = api.call("DELETE", "/v1/sessions/" + SESSION, "", Map.of("Prefer", "wait=30"));
        assertThat(destroyed.text("status")).as(destroyed.toString()).isEqualTo("succeeded");
        Awaitility.await("audit")
                .atMost(PATIENCE)
                .until(() -> api.get("/v1/audit").toString().contains("session"));
        assertThat(secured.denied()).isEmpty();
    }

    private void whatIsNoCommandBecomesADeadLetter() throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", secured.kafka().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("rookery.commands", "no command"))
                    .get();
        }
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", secured.kafka().bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("rookery.commands.dlt").stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Awaitility.await("dead letter")
                    .atMost(PATIENCE)
                    .pollInSameThread()
                    .until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
        }
    }

    /** @param named what the one line must say */
    private record Fault(String program, Map<String, String> settings, List<String> named) {
        Fault(String program, Map<String, String> settings, String... named) {
            this(program, settings, List.of(named));
        }
    }

    @Test
    @Order(2)
    void whatIsSetWronglyIsSaidInOneLineWithoutSecrets(@TempDir Path directory) throws Exception {
        Map<String, String> stranger = SecuredWorld.trusting(stranger(directory));
        Map<Fault, Future<Launch.End>> ends = new HashMap<>();
        Stream.of(
                        new Fault(
                                "gateway",
                                only(stranger, "spring.ssl.bundle.pem.redis.truststore.certificate"),
                                "Redis at 127.0.0.1",
                                "certification path"),
                        new Fault(
                                "worker",
                                Map.of(
                                        "spring.kafka.properties.sasl.jaas.config",
                                        SecuredWorld.logIn(KafkaRights.WORKER, WRONG_PASSWORD)),
                                "Kafka refuses the log-in",
                                "invalid credentials"),
                        new Fault(
                                "worker",
                                only(stranger, "rookery.store.trusted-certificates"),
                                "object store",
                                "certification path"))
                .forEach(fault -> ends.put(fault, threads.submit(() -> launch(fault, directory))));
        for (var end : ends.entrySet()) {
            Fault fault = end.getKey();
            Launch.End how = end.getValue().get();
            assertThat(how.exitCode())
                    .as(fault + " after " + how.time() + ": " + how.errors() + how.output())
                    .isEqualTo(1);
            assertThat(how.errors())
                    .singleElement()
                    .asString()
                    .startsWith("rookery-" + fault.program() + ": ")
                    .contains(fault.named());
            assertThat(how.errors() + how.output()).doesNotContain(WRONG_PASSWORD, "\tat ");
            assertThat(how.errors() + how.output()).doesNotContain(secured.secrets());
        }
    }

    @Test
    @Order(3)
    void aBrokerThatShowsAnotherAuthoritysCertificateIsNotSpokenTo(@TempDir Path directory) {
        Map<String, Object> config = new HashMap<>(client(KafkaRights.WORKER));
        config.put("ssl.truststore.location", stranger(directory).toString());
        try (Admin admin = Admin.create(config)) {
            var settings = new TopicSettings("rookery.", 16, 4, (short) 1, 1, false);
            assertThatThrownBy(() -> new TopicCatalog(admin, settings, PATIENCE).prepare())
                    .isInstanceOf(TopicCatalog.TopicsUnusable.class)
                    .hasMessageStartingWith("TLS is refused: ")
                    .hasMessageContaining("certification path");
        }
    }

    private static Path stranger(Path directory) {
        return Authority.in(directory.resolve("stranger")).certificate();
    }

    private static Map<String, String> only(Map<String, String> settings, String property) {
        return Map.of(property, String.valueOf(settings.get(property)));
    }

    private Launch.End launch(Fault fault, Path directory) throws IOException {
        Path own = Files.createTempDirectory(directory, "start");
        boolean isWorker = fault.program().equals("worker");
        Map<String, String> settings = new HashMap<>(
                isWorker ? secured.worker().settings() : secured.gateway().settings());
        settings.put("server.port", Integer.toString(Ports.free()));
        if (isWorker) {
            settings.put("rookery.worker.id", own.getFileName().toString());
            settings.put("rookery.worker.data-directory", own.resolve("data").toString());
        } else {
            settings.put("management.server.port", Integer.toString(Ports.free()));
        }
        settings.putAll(fault.settings());
        return Launch.of(
                Launch.quick(
                        Path.of(isWorker ? "session-worker/target/session-worker.jar" : "gateway/target/gateway.jar")),
                settings,
                own,
                PATIENCE.multipliedBy(2));
    }

    @Test
    @Order(4)
    void aUserCanDoNoMoreThanItMust() {
        assertThatThrownBy(() -> write(KafkaRights.GATEWAY, "rookery.events.outcome"))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> read(KafkaRights.WORKER, "rookery.config"))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> read(KafkaRights.GATEWAY, "rookery.sessions"))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThat(secured.logs()).doesNotContain(secured.secrets());
    }

    private void write(String user, String topic) throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(client(user), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "forged")).get();
        }
    }

    private void read(String user, String topic) {
        try (var consumer = new KafkaConsumer<>(client(user), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = List.of(new TopicPartition(topic, 0));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            // Empty answers are possible before the refusal is known.
            for (int polls = 0; polls < 60; polls++) consumer.poll(Duration.ofSeconds(1));
        }
    }

    private Map<String, Object> client(String user) {
        return Map.of(
                "bootstrap.servers",
                secured.listener().bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                SecuredWorld.logIn(user, secured.password(user)),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                secured.authority().toString());
    }
}
