package io.rookery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;

/** How quick web hooks are: measurements, no test; run when asked for by name, on an idle machine. Broker, gateway and endpoint share the machine. */
class WebhookFigures {
    private static final int ALONE = 300;
    private static final int BURST = 5_000;
    private static final int SESSIONS = 20;

    @TempDir
    Path directory;

    @Test
    void figures() throws Exception {
        try (var parts = new RealParts(directory);
                var receiver = new Receiver();
                var worker = new KafkaProducer<>(
                        Map.of("bootstrap.servers", parts.kafka.bootstrapServers(), "linger.ms", 0),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            List<String> arguments = new ArrayList<>(parts.arguments());
            arguments.add("--rookery.webhooks.allow-private=127.0.0.1");
            arguments.add("--rookery.webhooks.allow-http=true");
            try (var gateway = SpringApplication.run(GatewayApplication.class, arguments.toArray(String[]::new))) {
                Map<String, Long> came = new ConcurrentHashMap<>();
                receiver.answer = request -> {
                    came.putIfAbsent(request.text(), System.nanoTime());
                    return 204;
                };
                create(receiver, String.valueOf(gateway.getEnvironment().getProperty("local.server.port")));
                Map<String, Long> sent = new ConcurrentHashMap<>();
                int seq = 0;
                for (int event = 0; event < 2 * ALONE; event++) {
                    String text = "alone " + event;
                    sent.put(text, System.nanoTime());
                    worker.send(record("alice", ++seq, text)).get();
                    await().pollInterval(Duration.ofMillis(2)).until(() -> came.containsKey(text));
                    Thread.sleep(10);
                }
                List<Long> micros = new ArrayList<>();
                for (int event = ALONE; event < 2 * ALONE; event++)
                    micros.add(
                            (came.getOrDefault("alone " + event, 0L) - sent.getOrDefault("alone " + event, 0L)) / 1000);
                micros.sort(Long::compareTo);
                System.out.printf(
                        "one at a time, write -> endpoint: p50 %d us, p99 %d us, max %d us (n = %d)%n",
                        micros.get(ALONE / 2), micros.get(ALONE * 99 / 100), micros.getLast(), ALONE);
                long begun = System.nanoTime();
                for (int event = 0; event < BURST; event++)
                    worker.send(record("s" + event % SESSIONS, ++seq, "burst " + event));
                worker.flush();
                await().atMost(Duration.ofMinutes(3)).until(() -> came.size() == 2 * ALONE + BURST);
                double seconds = (System.nanoTime() - begun) / 1e9;
                System.out.printf(
                        "a burst of %d events of %d sessions: %.1f s, %.0f a second; requests %d%n",
                        BURST, SESSIONS, seconds, BURST / seconds, receiver.requests.size());
                assertThat(receiver.requests).allMatch(Receiver.Request::verified);
            }
        }
    }

    private static ProducerRecord<String, byte[]> record(String session, int seq, String text) {
        EventMessage message = Told.received(session, 1, seq, text);
        return new ProducerRecord<>(
                EventType.of(message.event()).topic().name("rookery."), session, CloudEventCodec.encode(message));
    }

    private static void create(Receiver receiver, String port) {
        byte[] made = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .defaultHeader("X-Api-Key", RealParts.KEY)
                .build()
                .post()
                .uri("/v1/webhooks")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"url\":\"" + receiver.url() + "\"}")
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseBody();
        receiver.secret = JsonMapper.shared().readTree(made).path("secret").asString();
    }
}
