package io.rookery.gateway.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.gateway.config.ConfigEntry;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.config.ConfigStore;
import io.rookery.http.OutboundHttp;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Has one endpoint at work for each web hook that is enabled, as it is configured now. A change ends the old one and starts another: what it had not finished is read again. */
final class Endpoints implements SmartLifecycle, ConfigStore.Listener {
    private static final Logger log = LoggerFactory.getLogger(Endpoints.class);
    private static final long RETRY_SECONDS = 10;

    private final ConfigStore config;
    private final Webhooks webhooks;
    private final EventReaders readers;
    private final DeadLetters deadLetters;
    private final DeliveryLog deliveries;
    private final WebhookProperties properties;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** Starts and stops, one after the other; may block. */
    private final ScheduledExecutorService changes = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("webhook-changes").factory());

    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("webhook-alarms").factory());

    /** Known to the thread of the changes alone. */
    private final Map<String, Running> running = new HashMap<>();

    private volatile boolean started;

    private record Running(long version, EventReaders.Reading reading, WebhookMetrics metrics) {
        void stop() {
            reading.stop();
            metrics.close();
        }
    }

    Endpoints(
            ConfigStore config,
            Webhooks webhooks,
            EventReaders readers,
            DeadLetters deadLetters,
            DeliveryLog deliveries,
            WebhookProperties properties,
            MeterRegistry registry,
            InstantSource clock) {
        this.config = config;
        this.webhooks = webhooks;
        this.readers = readers;
        this.deadLetters = deadLetters;
        this.deliveries = deliveries;
        this.properties = properties;
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public void start() {
        started = true;
        // Told of changes first: of what is told twice, the second time changes nothing.
        config.listen(ConfigKind.WEBHOOK, this);
        config.all(ConfigKind.WEBHOOK).forEach(this::written);
    }

    @Override
    public void written(ConfigEntry entry) {
        changes.execute(() -> apply(entry));
    }

    @Override
    public void removed(String id) {
        changes.execute(() -> {
            end(id);
            if (WebhookId.isValid(id)) readers.forget(new WebhookId(id));
        });
    }

    private void apply(ConfigEntry entry) {
        Running before = running.get(entry.id());
        // An older one where the start and a change have crossed.
        boolean isOld = config.find(ConfigKind.WEBHOOK, entry.id())
                .map(now -> now.version() != entry.version())
                .orElse(true);
        if (!started || isOld || (before != null && before.version() >= entry.version())) return;
        end(entry.id());
        Optional<Webhook> webhook = WebhookFormat.read(entry).filter(Webhook::enabled);
        if (webhook.isEmpty()) return;
        try {
            running.put(entry.id(), begin(webhook.get(), entry.version()));
        } catch (SecretSeal.SecretsUnavailable e) {
            log.atWarn()
                    .addKeyValue("webhookId", entry.id())
                    .addKeyValue("cause", e.getMessage())
                    .log("a web hook waits for its secrets");
            var unused = changes.schedule(() -> apply(entry), RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private Running begin(Webhook webhook, long version) throws SecretSeal.SecretsUnavailable {
        WebhookSecrets secrets = webhooks.secrets(webhook);
        var metrics = new WebhookMetrics(registry, webhook.id());
        var ports = new Endpoint.Ports(
                new Sender(webhook, secrets, new OutboundHttp(properties.http()), clock),
                deadLetters,
                deliveries,
                metrics,
                alarms,
                clock,
                random,
                () -> webhooks.gone(webhook));
        var endpoint = new Endpoint(webhook, ports, properties.limits());
        metrics.follow(endpoint, clock);
        return new Running(version, readers.start(endpoint), metrics);
    }

    private void end(String id) {
        Running before = running.remove(id);
        if (before != null) before.stop();
    }

    @Override
    public void stop() {
        started = false;
        changes.execute(() -> {
            // All at once: each waits a moment for what is under way.
            List<Thread> threads = running.values().stream()
                    .map(it -> Thread.ofVirtual().start(it::stop))
                    .toList();
            running.clear();
            threads.forEach(Endpoints::await);
        });
        changes.shutdown();
        try {
            if (!changes.awaitTermination(10, TimeUnit.SECONDS)) changes.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        alarms.shutdownNow();
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }
}
