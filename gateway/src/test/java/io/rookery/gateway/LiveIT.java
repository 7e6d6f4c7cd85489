package io.rookery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;

/** Two gateways on one real broker. They hold next to nothing, so who comes back is mostly served from the topics. */
class LiveIT {
    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
            new ParameterizedTypeReference<>() {};
    private static final List<String> TOPICS =
            List.of("rookery.events.status", "rookery.events.message", "rookery.events.outcome");
    private static final String LAST = "the-last-one";

    @TempDir
    static Path directory;

    private static RealParts parts;
    private static List<ConfigurableApplicationContext> gateways;
    private static KafkaProducer<String, byte[]> worker;

    @BeforeAll
    static void start() throws Exception {
        parts = new RealParts(directory);
        gateways = List.of(gateway(), gateway());
        worker = new KafkaProducer<>(
                Map.of("bootstrap.servers", parts.kafka.bootstrapServers(), "linger.ms", "1"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        gateways.forEach(ConfigurableApplicationContext::close);
        worker.close(Duration.ofSeconds(1));
        parts.close();
    }

    @Test
    void whoGoesFromGatewayToGatewayGetsEachEventOnce_inTheOrderOfItsTopic() throws InterruptedException {
        Random random = new Random(7);
        Client client = new Client("/v1/events");
        client.connect(0);
        await().until(() -> !client.seen.isEmpty());
        Thread load = Thread.ofVirtual().start(() -> load(2000));
        int moves = 0;
        while (load.isAlive() || moves < 6) {
            Thread.sleep(random.nextInt(20, 250));
            client.connect(random.nextInt(2));
            moves++;
            // Away for so long that what comes meanwhile is more than gateways hold.
            if (moves % 4 == 0) {
                client.leave();
                Thread.sleep(400);
                client.connect(random.nextInt(2));
            }
        }
        load.join();
        Map<String, List<String>> written = written();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            client.comeBack();
            return client.hasTold(LAST);
        });
        // The last one may overtake those of other partitions.
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            client.comeBack();
            Map<String, List<String>> told = byPlace(client.told());
            assertThat(told.keySet()).isEqualTo(written.keySet());
            written.forEach(
                    (place, ids) -> assertThat(told.get(place)).as(place).containsExactlyElementsOf(ids));
        });
        client.leave();
        assertThat(client.seen).noneMatch(event -> "stream.gap".equals(event.event()));
        assertThat(moves).isGreaterThan(5);
    }

    /** Forty sessions, an epoch that ends on the way, and what its owner says afterwards. */
    private static void load(int events) {
        for (int number = 0; number < events; number++) {
            String session = "s" + number % 40;
            int epoch = number < events / 2 ? 1 : 2;
            if (number / 40 == events / 2 / 40) {
                tell(Told.fence(session, 2));
                epoch = 2;
            }
            switch (number % 3) {
                case 0 -> tell(Told.status(session, epoch, number + 1, SessionState.READY));
                case 1 -> tell(Told.received(session, epoch, number + 1, "text"));
                default -> tell(Told.outcome(session, epoch, "c" + number, OutcomeStatus.SUCCEEDED, "OK"));
            }
            if (number % 20 == 0) pause();
        }
        for (int session = 0; session < 40; session++)
            tell(Told.outcome("s" + session, 1, "void" + session, OutcomeStatus.SUCCEEDED, "OK"));
        tell(Told.outcome("s0", 2, LAST, OutcomeStatus.SUCCEEDED, "OK"));
        worker.flush();
    }

    private static void pause() {
        try {
            Thread.sleep(15);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(EventMessage message) {
        worker.send(new ProducerRecord<>(
                EventType.of(message.event()).topic().name("rookery."),
                message.session().value(),
                CloudEventCodec.encode(message)));
    }

    /** What must have been told, by session and topic: all but fences, and what the epoch that is over says behind them. */
    private static Map<String, List<String>> written() {
        Map<String, List<String>> written = new LinkedHashMap<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", parts.kafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = TOPICS.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()))
                consumer.poll(Duration.ofMillis(100)).forEach(read -> {
                    EventMessage message = CloudEventCodec.decodeEvent(read.value());
                    if (message.id().startsWith("fence") || message.id().startsWith("outcome-void")) return;
                    written.computeIfAbsent(place(message), ignored -> new ArrayList<>())
                            .add(message.id());
                });
        }
        return written;
    }

    private static Map<String, List<String>> byPlace(List<EventMessage> messages) {
        Map<String, List<String>> ids = new LinkedHashMap<>();
        messages.forEach(message -> ids.computeIfAbsent(place(message), ignored -> new ArrayList<>())
                .add(message.id()));
        return ids;
    }

    private static String place(EventMessage message) {
        return message.session() + " " + EventType.of(message.event()).topic();
    }

    private static ConfigurableApplicationContext gateway() {
        List<String> arguments = new ArrayList<>(parts.arguments());
        arguments.add("--rookery.gateway.held-events=50");
        return SpringApplication.run(GatewayApplication.class, arguments.toArray(String[]::new));
    }

    /** Follows one gateway at a time, and goes on elsewhere from the last id that it has seen. */
    private static final class Client {
        final List<ServerSentEvent<String>> seen = new CopyOnWriteArrayList<>();
        private final String path;
        private @Nullable Disposable stream;
        private volatile int connection;

        Client(String path) {
            this.path = path;
        }

        void connect(int gateway) {
            leave();
            String last = seen.isEmpty() ? "" : String.valueOf(seen.getLast().id());
            int mine = connection;
            stream = WebClient.create("http://127.0.0.1:"
                            + gateways.get(gateway).getEnvironment().getProperty("local.server.port"))
                    .get()
                    .uri(path)
                    .header("X-Api-Key", RealParts.KEY)
                    .header("Last-Event-ID", last)
                    .retrieve()
                    .bodyToFlux(EVENT)
                    .filter(event -> event.id() != null)
                    .subscribe(event -> {
                        synchronized (seen) {
                            if (connection == mine) seen.add(event);
                        }
                    });
        }

        /** As every client does whose gateway has cut it: one that is slow for a moment is, with so few held events. */
        void comeBack() {
            if (stream == null || stream.isDisposed()) connect(0);
        }

        /** Nothing that comes afterwards counts. */
        void leave() {
            synchronized (seen) {
                connection++;
            }
            if (stream != null) stream.dispose();
        }

        List<EventMessage> told() {
            return seen.stream()
                    .filter(event -> event.data() != null && event.event() != null)
                    .map(event -> CloudEventCodec.decodeEvent(
                            String.valueOf(event.data()).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .toList();
        }

        boolean hasTold(String command) {
            return seen.stream().anyMatch(event -> String.valueOf(event.data()).contains(command));
        }
    }
}
