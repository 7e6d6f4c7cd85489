package io.rookery.systest.world;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.CommandMessage;
import io.rookery.events.DecodedCommand;
import io.rookery.systest.check.Written;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Every command that the command topic holds, whoever wrote it and however often: what Kafka has is what must be answered. */
public final class CommandTape implements AutoCloseable {
    private final Queue<Written> commands = new ConcurrentLinkedQueue<>();
    private final TopicReader reader;

    CommandTape(String bootstrap) {
        reader = new TopicReader("command-tape", bootstrap, List.of("rookery.commands"), this::add);
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null
                || !(CloudEventCodec.decodeCommand(record.value()) instanceof DecodedCommand.Valid valid)) return;
        CommandMessage message = valid.message();
        commands.add(new Written(
                message.session().value(),
                message.id().value(),
                message.command(),
                Instant.ofEpochMilli(record.timestamp()),
                record.partition(),
                record.offset()));
    }

    public List<Written> all() {
        return List.copyOf(commands);
    }

    public Stream<Written> of(String session) {
        return commands.stream().filter(it -> it.session().equals(session));
    }

    @Override
    public void close() {
        reader.close();
    }
}
