package io.rookery.worker.app;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.SessionId;
import io.rookery.simulator.Simulator;
import io.rookery.simulator.SimulatorOptions;
import io.rookery.worker.browser.playwright.Phones;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Workers inside this JVM, on a share of a real Kafka, Redis and store, with a simulator of their own. */
final class WorkerFixture implements AutoCloseable {
    private final Path directory;
    private final String name = Backends.newName();
    private final Simulator simulator;
    private final List<ConfigurableApplicationContext> workers = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;
    final Phones phones;

    WorkerFixture(Path directory) {
        this.directory = directory;
        simulator = Simulator.start(SimulatorOptions.inMemory());
        phones = new Phones(simulator.httpUri());
        Map<String, Object> config =
                Map.of("bootstrap.servers", Backends.kafka().bootstrapServers(), "acks", "all");
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Of this fixture's topics. */
    EventTape tape() {
        return new EventTape(Backends.kafka().bootstrapServers(), name + ".");
    }

    private String commands() {
        return name + ".commands";
    }

    Map<String, String> settings(String worker) {
        Map<String, String> settings = Backends.settings(name, directory.resolve("keys"));
        settings.put("rookery.worker.id", worker);
        settings.put("rookery.worker.data-directory", directory.resolve(worker).toString());
        settings.put(
                "rookery.browser.page-url", simulator.httpUri() + "/?session={session}&epoch={epoch}&worker={worker}");
        settings.put("rookery.browser.allowed-hosts", "127.0.0.1");
        settings.put("server.port", "0");
        settings.put("rookery.worker.start-timeout", "60s");
        settings.put("spring.data.redis.connect-timeout", "30s");
        settings.put("rookery.limits.per-hour", "0");
        settings.put("rookery.limits.per-day", "0");
        return settings;
    }

    ConfigurableApplicationContext startWorker(String worker) {
        return startWorker(settings(worker));
    }

    /** @param more configurations beside the worker's own */
    ConfigurableApplicationContext startWorker(Map<String, String> settings, Class<?>... more) {
        String[] arguments = settings.entrySet().stream()
                .map(it -> "--" + it.getKey() + "=" + it.getValue())
                .toArray(String[]::new);
        var context = new SpringApplicationBuilder(WorkerApplication.class)
                .sources(more)
                .registerShutdownHook(false)
                .run(arguments);
        workers.add(context);
        return context;
    }

    void send(SessionId session, String id, Command command) {
        write(
                session.value(),
                CloudEventCodec.encode(CommandMessage.of(session, new CommandId(id), Instant.now(), command)));
    }

    /** As {@link #send}, but does not wait. */
    void sendAsync(SessionId session, String id, Command command) {
        byte[] key = session.value().getBytes(StandardCharsets.UTF_8);
        byte[] value = CloudEventCodec.encode(CommandMessage.of(session, new CommandId(id), Instant.now(), command));
        producer.send(new ProducerRecord<>(commands(), key, value));
    }

    /** Writes as any program could: a key, or none, and some bytes. */
    void write(@org.jspecify.annotations.Nullable String key, byte[] value) {
        try {
            byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(commands(), keyBytes, value)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        workers.forEach(ConfigurableApplicationContext::close);
        producer.close();
        simulator.close();
    }
}
