package io.rookery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandMessage;
import io.rookery.events.DecodedCommand;
import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.kafka.HomePartition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** The whole gateway on a real broker and a real Redis; the test plays the worker. What takes a part away comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewayIT {
    @TempDir
    static Path directory;

    private static RealParts parts;
    private static ConfigurableApplicationContext gateway;
    private static RedisClient redisClient;
    private static RedisCommands<String, String> redis;
    private static KafkaProducer<String, byte[]> worker;
    private static WebTestClient client;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        parts = new RealParts(directory);
        gateway = gateway();
        url = url(gateway);
        client = client(url);
        redisClient = RedisClient.create(parts.redis.url());
        redis = redisClient.connect().sync();
        remember();
        worker = new KafkaProducer<>(
                Map.of("bootstrap.servers", parts.kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        worker.close(Duration.ofSeconds(1));
        redisClient.shutdown();
        parts.close();
    }

    @Test
    @Order(1)
    void aCommandGoesToItsHomePartition() {
        client.post()
                .uri("/v1/sessions")
                .header("Idempotency-Key", "start-1")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"sessionId\":\"home\"}")
                .exchange()
                .expectStatus()
                .isAccepted();
        ConsumerRecord<String, byte[]> read = firstCommand("start-1");
        assertThat(read.key()).isEqualTo("home");
        assertThat(read.partition()).isEqualTo(HomePartition.of(new SessionId("home"), 4));
        assertThat(new String(read.headers().lastHeader("content-type").value()))
                .isEqualTo("application/cloudevents+json");
        assertThat(decoded(read).command()).isEqualTo(new Command.Start(null));
    }

    @Test
    @Order(2)
    void aWorkersAnswersComeBackToWhoeverWaits() {
        record("alice", "state", "READY", "desired", "RUNNING", "epoch", "1", "number", "491700000001");
        Thread.ofVirtual().start(() -> {
            firstCommand("send-1");
            tell(Told.outcome("alice", 1, "send-1", OutcomeStatus.SUCCEEDED, "OK"));
        });
        client.post()
                .uri("/v1/sessions/alice/messages")
                .header("Idempotency-Key", "send-1")
                .header("Prefer", "wait=20")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"to\":\"+491700000002\",\"text\":\"hello\"}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.result.messageId")
                .isEqualTo("3EB0");
    }

    @Test
    @Order(3)
    void theLargestFileOfABodyFitsIntoARecord() {
        record("large", "state", "READY", "desired", "RUNNING", "epoch", "1");
        String file = "A".repeat(700_000);
        client.post()
                .uri("/v1/sessions/large/messages")
                .header("Idempotency-Key", "large-1")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"to\":\"+491700000002\",\"media\":[{\"base64\":\"" + file + "\",\"caption\":\""
                        + "ü".repeat(1024) + "\"}]}")
                .exchange()
                .expectStatus()
                .isAccepted();
        assertThat(decoded(firstCommand("large-1")).command())
                .isInstanceOfSatisfying(
                        Command.SendMessage.class,
                        send -> assertThat(send.media())
                                .singleElement()
                                .satisfies(media -> assertThat(media.base64()).isEqualTo(file)));
    }

    @Test
    @Order(3)
    void aCodeComesUpForWhoeverWaits() {
        record("pairing", "state", "QR_READY", "desired", "RUNNING", "epoch", "1");
        Thread.ofVirtual()
                .start(() ->
                        tell(Told.qr("pairing", 1, 2, "2@real", Instant.now().plusSeconds(60))));
        client.get()
                .uri("/v1/sessions/pairing/qr?wait=20")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.qr")
                .isEqualTo("2@real");
    }

    @Test
    @Order(4)
    void sessionsAreReadFromTheirRecords() {
        record(
                "bob",
                "state",
                "READY",
                "states",
                "READY,AUTHENTICATED,QR_READY",
                "desired",
                "RUNNING",
                "mode",
                "OPEN",
                "owner",
                "worker-7/12/3",
                "epoch",
                "4",
                "number",
                "491700000009",
                "name",
                "Bob",
                "updated",
                "1700000000000",
                "tenant",
                "default",
                "reason",
                "",
                "health",
                "WARNING",
                "healthReasons",
                "SOCKET_SILENT,NOT_CONNECTED");
        record("gone", "state", "DESTROYED", "desired", "STOPPED", "epoch", "2");
        redis.zadd("rookery:ids:default", 0, "not a session id");
        client.get()
                .uri("/v1/sessions/bob")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"sessionId":"bob","state":"READY","lastStates":["READY","AUTHENTICATED","QR_READY"],"desired":"RUNNING",
                         "account":{"number":"491700000009","name":"Bob"},"tenant":"default","worker":"worker-7","epoch":4,
                         "health":"WARNING","healthReasons":["SOCKET_SILENT","NOT_CONNECTED"],
                         "updatedAt":"2023-11-14T22:13:20Z"}
                        """);
        client.get().uri("/v1/sessions/gone").exchange().expectStatus().isNotFound();
        client.get()
                .uri("/v1/sessions?limit=1&after=alice")
                .exchange()
                .expectBody()
                .jsonPath("$.sessions[0].sessionId")
                .isEqualTo("bob")
                .jsonPath("$.sessions[1]")
                .doesNotExist()
                .jsonPath("$.next")
                .isEqualTo("bob");
    }

    @Test
    @Order(5)
    void eventsAreFollowedAndARecordThatIsNoneDisturbsNobody() {
        List<ServerSentEvent<String>> events = new CopyOnWriteArrayList<>();
        var stream = WebClient.create(url)
                .get()
                .uri("/v1/sessions/alice/events")
                .header("X-Api-Key", RealParts.KEY)
                .retrieve()
                .bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .subscribe(events::add);
        await().until(() -> !events.isEmpty());
        worker.send(new ProducerRecord<>("rookery.events.message", "alice", "no event".getBytes()));
        worker.send(new ProducerRecord<>("rookery.events.message", "alice", null));
        worker.send(new ProducerRecord<>("rookery.events.message", "alice", withoutATime()));
        tell(Told.received("alice", 2, 1, "after the rubbish"));
        tell(Told.received("alice", 1, 7, "of an epoch that is over"));
        tell(Told.received("alice", 2, 2, "last"));
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        events.stream().filter(event -> event.event() != null).count() == 2);
        stream.dispose();
    }

    @Test
    @Order(8)
    void aGatewayThatIsRestartedKnowsTheCodesAndOutcomesOfTheLastMinutes() {
        gateway.close();
        gateway = gateway();
        url = url(gateway);
        client = client(url);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            client.get()
                    .uri("/v1/sessions/pairing/qr")
                    .exchange()
                    .expectStatus()
                    .isOk();
            client.get().uri("/v1/commands/send-1").exchange().expectStatus().isOk();
        });
    }

    @Test
    @Order(6)
    void ordersLieInRedisForTheOwnerThatIsMeant() {
        long now = Long.parseLong(redis.time().getFirst()) * 1000;
        worker("worker-7", "life-12", now, "false");
        worker("worker-8", "life-1", now, "true");
        redis.hset("rookery:session:bob", "owner", "worker-7/life-12/3");
        redis.hset("rookery:session:bob", "until", Long.toString(now + 60_000));

        client.get()
                .uri("/v1/workers")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"workers":[
                         {"workerId":"worker-7","host":"h","slots":20,"sessions":2,"memory":{"used":5,"budget":10},"draining":false,"lastSignOfLife":"%1$s"},
                         {"workerId":"worker-8","host":"h","slots":20,"sessions":2,"memory":{"used":5,"budget":10},"draining":true,"lastSignOfLife":"%1$s"}]}
                        """.formatted(Instant.ofEpochMilli(now)));
        order("/v1/workers/worker-7/drain").expectStatus().isAccepted();
        assertThat(redis.get("rookery:order:worker:worker-7")).isEqualTo("DRAIN life-12");
        assertThat(redis.pttl("rookery:order:worker:worker-7")).isBetween(1L, 60_000L);
        order("/v1/workers/worker-7/resume").expectStatus().isAccepted();
        assertThat(redis.get("rookery:order:worker:worker-7")).isEqualTo("RESUME life-12");
        order("/v1/workers/worker-9/drain").expectStatus().isNotFound();

        order("/v1/sessions/bob/move")
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("NO_OTHER_WORKER");
        worker("worker-8", "life-1", now, "false");
        order("/v1/sessions/bob/move").expectStatus().isAccepted();
        assertThat(redis.get("rookery:order:move:bob")).isEqualTo("worker-7/life-12/3");
        redis.hset("rookery:session:bob", "until", Long.toString(now - 60_000));
        order("/v1/sessions/bob/move")
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("SESSION_WITHOUT_OWNER");
        order("/v1/sessions/gone/move").expectStatus().isNotFound();
    }

    private static void worker(String id, String incarnation, long seen, String draining) {
        redis.hset(
                "rookery:worker:" + id,
                Map.of(
                        "incarnation",
                        incarnation,
                        "seen",
                        Long.toString(seen),
                        "host",
                        "h",
                        "slots",
                        "20",
                        "sessions",
                        "2",
                        "memoryUsed",
                        "5",
                        "memoryBudget",
                        "10",
                        "draining",
                        draining));
        redis.zadd("rookery:workers", seen, id);
    }

    private static WebTestClient.ResponseSpec order(String path) {
        return client.post().uri(path).exchange();
    }

    /** Two in one process share the threads of Netty, which end with the one that is closed: the next test starts the first anew. */
    @Test
    @Order(7)
    void keysAreTheSameAtAllGateways_andTheFirstIsToldOnce() {
        PrintStream screen = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (ConfigurableApplicationContext another = gatewayWithoutAKeyFile()) {
            String first = firstKey(printed);
            WebTestClient owner = client(url(another), first);
            var made = owner.post()
                    .uri("/v1/keys")
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{\"name\":\"looks\",\"role\":\"viewer\",\"limit\":{\"perSecond\":100,\"burst\":200}}")
                    .exchange()
                    .expectStatus()
                    .isCreated()
                    .expectBody(new ParameterizedTypeReference<Map<String, Object>>() {})
                    .returnResult()
                    .getResponseBody();
            assertThat(made).isNotNull();
            String secret = String.valueOf(made.get("key"));
            await().until(() -> status(client(url, secret)) == 200);
            // A Redis that is slow for a moment limits nobody, and then there is nothing to be said of the rate.
            await().untilAsserted(() -> client(url, secret)
                    .get()
                    .uri("/v1/sessions/alice")
                    .exchange()
                    .expectHeader()
                    .valueMatches("RateLimit", "\"key\";r=1\\d\\d;t=1"));
            var stream = WebClient.create(url)
                    .get()
                    .uri("/v1/sessions/alice/events")
                    .header("X-Api-Key", secret)
                    .retrieve()
                    .bodyToFlux(String.class)
                    .ignoreElements()
                    .toFuture();
            owner.delete()
                    .uri("/v1/keys/" + made.get("id"))
                    .exchange()
                    .expectStatus()
                    .isNoContent();
            assertThat(status(client(url(another), secret))).isEqualTo(401);
            await().until(() -> status(client(url, secret)) == 401 && stream.isDone());
            await().untilAsserted(() -> owner.get()
                    .uri("/v1/audit?action=key:manage")
                    .exchange()
                    .expectBody()
                    .jsonPath("$.records[*].method")
                    .value((Object methods) -> assertThat(methods).hasToString("[\"DELETE\",\"POST\"]")));
        } finally {
            System.setOut(screen);
        }
    }

    private static int status(WebTestClient holder) {
        return holder.get()
                .uri("/v1/sessions/alice")
                .exchange()
                .returnResult(Void.class)
                .getStatus()
                .value();
    }

    private static String firstKey(ByteArrayOutputStream printed) {
        String text = printed.toString(StandardCharsets.UTF_8);
        List<String> lines = text.lines()
                .filter(line -> line.contains("the first owner's key"))
                .toList();
        assertThat(lines).singleElement().asString().startsWith("rookery-gateway: ");
        return lines.getFirst().replaceFirst(".*(rk_\\S+)$", "$1");
    }

    private static ConfigurableApplicationContext gatewayWithoutAKeyFile() {
        return SpringApplication.run(
                GatewayApplication.class,
                parts.arguments().stream()
                        .filter(argument -> !argument.startsWith("--rookery.gateway.api-key-file"))
                        .toArray(String[]::new));
    }

    @Test
    @Order(9)
    void withRedisAwayCommandsAreStillTaken() {
        parts.redis.kill();
        await().untilAsserted(
                        () -> problem(client.get().uri("/v1/sessions/alice").exchange(), "REDIS_UNAVAILABLE"));
        client.post().uri("/v1/sessions/alice/close").exchange().expectStatus().isAccepted();
        client.get().uri("/health").exchange().expectStatus().isEqualTo(503);
        parts.redis.start();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> client.get()
                        .uri("/v1/sessions/alice")
                        .exchange()
                        .expectStatus()
                        .isOk());
    }

    @Test
    @Order(10)
    void aSessionThatRedisHasForgottenIsNotUnknown() {
        remember();
        client.get().uri("/v1/sessions/nobody").exchange().expectStatus().isNotFound();
        String memory = redis.get("rookery:marker");
        for (Runnable loss :
                List.<Runnable>of(() -> redis.flushall(), () -> redis.set("rookery:marker", "of-an-earlier-run"))) {
            loss.run();
            problem(client.get().uri("/v1/sessions/nobody").exchange(), "REDIS_UNAVAILABLE");
            client.post()
                    .uri("/v1/sessions/nobody/close")
                    .exchange()
                    .expectStatus()
                    .isAccepted();
        }
        redis.set("rookery:marker", memory);
        client.get().uri("/v1/sessions/nobody").exchange().expectStatus().isNotFound();
        record("alice", "state", "READY", "desired", "RUNNING", "epoch", "1", "number", "491700000001");
    }

    @Test
    @Order(11)
    void withKafkaAwayCommandsAreRefusedAtOnceAndTakenAgainWhenItIsBack() {
        parts.kafka.kill();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            problem(close(), "KAFKA_UNAVAILABLE");
            client.get().uri("/health").exchange().expectStatus().isEqualTo(503);
        });
        for (int attempt = 0; attempt < 10; attempt++) {
            Instant begun = Instant.now();
            problem(close(), "KAFKA_UNAVAILABLE");
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(2));
        }
        parts.kafka.start();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> close().expectStatus().isAccepted());
        tell(Told.qr("alice", 5, 2, "2@again", Instant.now().plusSeconds(60)));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> client.get()
                        .uri("/v1/sessions/alice/qr")
                        .exchange()
                        .expectStatus()
                        .isOk());
    }

    /** Fits its schema, but a time in it is none. */
    private static byte[] withoutATime() {
        EventMessage message = Told.received("alice", 2, 9, "when?");
        return new String(CloudEventCodec.encode(message), StandardCharsets.UTF_8)
                .replace("1970-01-01T00:00:00Z", "yesterday")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static WebTestClient.ResponseSpec close() {
        return client.post().uri("/v1/sessions/alice/close").exchange();
    }

    private static void problem(WebTestClient.ResponseSpec response, String code) {
        response.expectStatus().isEqualTo(503).expectBody().jsonPath("$.code").isEqualTo(code);
    }

    /** As workers do once the records are whole. */
    private static void remember() {
        redis.set("rookery:marker", redis.info("server").replaceAll("(?s).*run_id:(\\w+).*", "$1"));
    }

    private static void record(String session, String... fields) {
        for (int field = 0; field < fields.length; field += 2)
            redis.hset("rookery:session:" + session, fields[field], fields[field + 1]);
        redis.zadd("rookery:ids:default", 0, session);
    }

    private static void tell(EventMessage message) {
        worker.send(new ProducerRecord<>(
                EventType.of(message.event()).topic().name("rookery."),
                message.session().value(),
                CloudEventCodec.encode(message)));
    }

    private static CommandMessage decoded(ConsumerRecord<String, byte[]> read) {
        return ((DecodedCommand.Valid) CloudEventCodec.decodeCommand(read.value())).message();
    }

    /** Reads the command topic until the command with this id comes. */
    private static ConsumerRecord<String, byte[]> firstCommand(String id) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", parts.kafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("rookery.commands").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> {
                                for (var read : consumer.poll(Duration.ofMillis(100)))
                                    if (decoded(read).id().value().equals(id)) return List.of(read);
                                return List.<ConsumerRecord<String, byte[]>>of();
                            },
                            found -> !found.isEmpty())
                    .getFirst();
        }
    }

    private static ConfigurableApplicationContext gateway() {
        return SpringApplication.run(GatewayApplication.class, parts.arguments().toArray(String[]::new));
    }

    private static String url(ConfigurableApplicationContext context) {
        return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    private static WebTestClient client(String url) {
        return client(url, RealParts.KEY);
    }

    private static WebTestClient client(String url, String key) {
        return WebTestClient.bindToServer()
                .baseUrl(url)
                .defaultHeader("X-Api-Key", key)
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }
}
