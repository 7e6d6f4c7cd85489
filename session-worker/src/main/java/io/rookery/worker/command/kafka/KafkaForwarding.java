package io.rookery.worker.command.kafka;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.CommandMessage;
import io.rookery.events.SessionId;
import io.rookery.events.Topic;
import io.rookery.events.kafka.HomePartition;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.worker.command.Admission;
import io.rookery.worker.command.CommandWriter;
import io.rookery.worker.event.EventLogUnavailable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Records that the worker appends: those that admission passes on – to their home partition, or to the dead-letter topic with where they came from and why in the headers –, and commands of its
 * own.
 */
public final class KafkaForwarding implements Admission.Forwarding, CommandWriter {
    private static final long WAIT_SECONDS = 5;
    private static final int LARGEST_VALUE = 900_000;

    private final Producer<byte[], byte[]> producer;
    private final TopicSettings topics;

    public KafkaForwarding(Producer<byte[], byte[]> producer, TopicSettings topics) {
        this.producer = producer;
        this.topics = topics;
    }

    @Override
    public int home(SessionId session) {
        return HomePartition.of(session, topics.commandPartitions());
    }

    @Override
    public void reappend(SessionId session, Admission.Raw raw) throws EventLogUnavailable {
        if (raw.value() != null && raw.value().length > LARGEST_VALUE) {
            deadLetter(raw, "it is too large to be appended to its home partition");
            return;
        }
        // The time of the first writing goes with it, so that a deadline without a time of its own does not begin anew.
        send(new ProducerRecord<>(
                topics.name(Topic.COMMANDS),
                home(session),
                raw.time().toEpochMilli(),
                text(session.value()),
                raw.value()));
    }

    @Override
    public void append(CommandMessage command) throws EventLogUnavailable {
        send(new ProducerRecord<>(
                topics.name(Topic.COMMANDS),
                home(command.session()),
                text(command.session().value()),
                CloudEventCodec.encode(command)));
    }

    @Override
    public void deadLetter(Admission.Raw raw, String reason) throws EventLogUnavailable {
        // What is larger than a record of ours may be goes without its value: the header says where it lies.
        boolean tooLarge = raw.value() != null && raw.value().length > LARGEST_VALUE;
        var record = new ProducerRecord<>(topics.name(Topic.DEAD_LETTER), raw.key(), tooLarge ? null : raw.value());
        record.headers()
                .add("rookery-reason", text(reason))
                .add("rookery-topic", text(topics.name(Topic.COMMANDS)))
                .add("rookery-partition", text(Integer.toString(raw.partition())))
                .add("rookery-offset", text(Long.toString(raw.offset())))
                .add("rookery-timestamp", text(raw.time().toString()));
        send(record);
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws EventLogUnavailable {
        try {
            producer.send(record).get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventLogUnavailable("interrupted while appending to " + record.topic(), e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new EventLogUnavailable("nothing was appended to " + record.topic(), e);
        }
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
