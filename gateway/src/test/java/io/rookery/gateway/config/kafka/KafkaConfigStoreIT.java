package io.rookery.gateway.config.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.rookery.gateway.config.ConfigEntry;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.config.ConfigStore;
import io.rookery.quickstart.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real broker; each store is what a gateway of its own has. */
class KafkaConfigStoreIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String TOPIC = "test.config";

    @TempDir
    static Path directory;

    private static KafkaBroker kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = new KafkaBroker(directory);
        kafka.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void changesAreSeenAtOnceHere_soonElsewhere_andAfterARestart_andWithKafkaAwayAllButChangesGoesOn()
            throws Exception {
        KafkaConfigStore here = store();
        ConfigEntry second;
        try (KafkaConfigStore there = store()) {
            List<String> told = new CopyOnWriteArrayList<>();
            there.listen(ConfigKind.WEBHOOK, new ConfigStore.Listener() {
                @Override
                public void written(ConfigEntry entry) {
                    told.add("written " + entry.id());
                }

                @Override
                public void removed(String id) {
                    told.add("removed " + id);
                }
            });
            ConfigEntry first = here.put(ConfigKind.WEBHOOK, "one", "{\"n\":1}").block();
            second = here.put(ConfigKind.WEBHOOK, "two", "{\"n\":2}").block();
            assertThat(here.all(ConfigKind.WEBHOOK)).containsExactly(first, second);
            strangeRecords();
            here.put(ConfigKind.KEY, "one", "{}").block();
            here.remove(ConfigKind.WEBHOOK, "one").block();
            assertThat(here.all(ConfigKind.WEBHOOK)).containsExactly(second);
            await().untilAsserted(() -> assertThat(told).containsExactly("written one", "written two", "removed one"));
            assertThat(there.all(ConfigKind.WEBHOOK)).containsExactly(second);
            assertThat(there.find(ConfigKind.KEY, "one")).isPresent();
        }
        try (KafkaConfigStore later = store()) {
            assertThat(later.all(ConfigKind.WEBHOOK))
                    .extracting(ConfigEntry::id, ConfigEntry::json)
                    .containsExactly(tuple("two", "{\"n\":2}"));
        }
        kafka.close();
        assertThatThrownBy(() -> here.put(ConfigKind.WEBHOOK, "three", "{}").block(PATIENCE.multipliedBy(4)))
                .isInstanceOf(ConfigStore.ConfigUnavailable.class);
        assertThat(here.all(ConfigKind.WEBHOOK)).containsExactly(second);
        here.close();
    }

    private static void strangeRecords() throws Exception {
        try (var producer = new KafkaProducer<>(client(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "webhook/bad", new byte[] {1}))
                    .get();
            producer.send(new ProducerRecord<>(TOPIC, "future/one", "{}".getBytes()))
                    .get();
        }
    }

    private static KafkaConfigStore store() throws InterruptedException {
        var store = new KafkaConfigStore(
                () -> new KafkaConsumer<>(client(), new StringDeserializer(), new ByteArrayDeserializer()),
                new KafkaProducer<>(client(), new StringSerializer(), new ByteArraySerializer()),
                TOPIC,
                PATIENCE,
                InstantSource.system());
        assertThat(store.load(PATIENCE)).isTrue();
        return store;
    }

    private static Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.block.ms", PATIENCE.toMillis());
    }
}
