package io.rookery.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.quickstart.process.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerIT {
    private static final Duration ENOUGH = Duration.ofSeconds(60);
    private static final TopicPartition PARTITION = new TopicPartition("kept", 0);

    @TempDir
    Path directory;

    private KafkaBroker broker;

    @BeforeEach
    void makeBroker() {
        broker = new KafkaBroker(directory);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void everyAcknowledgedRecordIsThereAfterKillAndAfterStop() throws Exception {
        broker.start();
        try (var admin = Admin.create(connection())) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("never-made"))
                            .allTopicNames()
                            .get())
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
        produce(0, 100);

        broker.kill();
        assertThat(broker.isRunning()).isFalse();
        broker.start();
        produce(100, 200);
        assertThat(consume(200)).containsExactlyElementsOf(values(0, 200));

        broker.stop();
        broker.start();
        assertThat(consume(200)).containsExactlyElementsOf(values(0, 200));
    }

    private Map<String, Object> connection() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static List<String> values(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private void produce(int from, int to) throws Exception {
        try (var producer = new KafkaProducer<>(connection(), new StringSerializer(), new StringSerializer())) {
            for (var sent : values(from, to).stream()
                    .map(value -> producer.send(new ProducerRecord<>(PARTITION.topic(), value)))
                    .toList()) {
                sent.get();
            }
        }
    }

    private List<String> consume(int count) {
        try (var consumer = new KafkaConsumer<>(connection(), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            var values = new ArrayList<String>();
            var clock = Wait.stopwatch();
            while (values.size() < count && clock.elapsed().compareTo(ENOUGH) < 0) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
