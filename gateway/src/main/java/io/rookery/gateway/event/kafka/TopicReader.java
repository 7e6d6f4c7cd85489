package io.rookery.gateway.event.kafka;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.EventMessage;
import io.rookery.events.InvalidValue;
import io.rookery.events.Topic;
import io.rookery.gateway.event.BrokerWatch;
import io.rookery.gateway.event.EventFeed;
import io.rookery.gateway.event.SessionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that reads the event topics: all partitions, no group, from a little before its start. It also sees whether Kafka is there:
 * its connections close at once when the brokers die, and nothing comes any more when they hang.
 */
final class TopicReader implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(BrokerWatch.PULSE_MILLIS / 2);
    private static final Duration CALL = Duration.ofSeconds(10);

    private final Supplier<KafkaConsumer<String, byte[]>> consumers;
    private final Map<String, Topic> topics;
    private final EventFeed feed;
    private final ReaderMetrics metrics;
    private final BrokerWatch watch;
    private final Duration lookback;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean stopping;

    /** @param watch told after every poll whether there is a connection to any broker */
    TopicReader(
            Supplier<KafkaConsumer<String, byte[]>> consumers,
            Map<String, Topic> topics,
            EventFeed feed,
            ReaderMetrics metrics,
            BrokerWatch watch,
            Duration lookback,
            InstantSource clock) {
        this.consumers = consumers;
        this.topics = Map.copyOf(topics);
        this.feed = feed;
        this.metrics = metrics;
        this.watch = watch;
        this.lookback = lookback;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("event-reader").unstarted(this);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join(Duration.ofSeconds(3));
    }

    @Override
    public void run() {
        try (KafkaConsumer<String, byte[]> consumer = consumers.get()) {
            ConsumerPulse pulse = new ConsumerPulse(consumer);
            boolean assigned = false;
            while (!stopping) {
                try {
                    if (!assigned) {
                        begin(consumer);
                        assigned = true;
                    }
                    consumer.poll(POLL).forEach(this::read);
                    watch.polled(pulse.isConnected(), pulse.heard());
                } catch (WakeupException ignored) {
                    return;
                } catch (KafkaException e) {
                    watch.polled(false, false);
                    log.atWarn()
                            .addKeyValue("cause", e.getClass().getSimpleName())
                            .log("reading the event topics failed, trying again");
                    pause();
                }
            }
        }
    }

    private void begin(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : topics.keySet())
            for (PartitionInfo info : consumer.partitionsFor(topic, CALL))
                all.add(new TopicPartition(topic, info.partition()));
        if (all.stream().map(TopicPartition::topic).distinct().count() < topics.size())
            throw new KafkaException("a topic has no partitions yet");
        consumer.assign(all);
        long from = clock.instant().minus(lookback).toEpochMilli();
        Map<TopicPartition, Long> wanted = new HashMap<>();
        all.forEach(partition -> wanted.put(partition, from));
        Map<TopicPartition, Long> ends = consumer.endOffsets(all, CALL);
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted, CALL);
        Map<Topic, Map<Integer, Long>> starts = new HashMap<>();
        for (TopicPartition partition : all) {
            OffsetAndTimestamp at = found.get(partition);
            long offset = at == null ? ends.getOrDefault(partition, 0L) : at.offset();
            consumer.seek(partition, offset);
            starts.computeIfAbsent(topics.get(partition.topic()), ignored -> new HashMap<>())
                    .put(partition.partition(), offset);
        }
        starts.forEach((topic, offsets) -> feed.startsAt(
                topic,
                offsets.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .mapToLong(Map.Entry::getValue)
                        .toArray()));
    }

    private void read(ConsumerRecord<String, byte[]> read) {
        Topic topic = topics.get(read.topic());
        if (topic == null) return;
        if (read.value() == null) {
            feed.skip(topic, read.partition(), read.offset());
            return;
        }
        try {
            EventMessage message = CloudEventCodec.decodeEvent(read.value());
            boolean told = feed.publish(new SessionEvent(
                    topic, read.partition(), read.offset(), message, new String(read.value(), StandardCharsets.UTF_8)));
            metrics.read(topic, told, message.time());
        } catch (InvalidValue e) {
            skip(topic, read, e.sentence());
        } catch (RuntimeException e) {
            // The edge of the one thread that reads: whatever one record does, the next ones are read.
            skip(topic, read, e.getClass().getName());
        }
    }

    private void skip(Topic topic, ConsumerRecord<String, byte[]> read, String cause) {
        feed.skip(topic, read.partition(), read.offset());
        metrics.undecodable(topic);
        log.atWarn()
                .addKeyValue("topic", read.topic())
                .addKeyValue("partition", read.partition())
                .addKeyValue("offset", read.offset())
                .addKeyValue("cause", cause)
                .log("a record is no event and was skipped");
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(500));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
