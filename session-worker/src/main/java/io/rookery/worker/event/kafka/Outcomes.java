package io.rookery.worker.event.kafka;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.worker.event.OutcomeLog;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records of the outcome topic as entries. */
final class Outcomes {
    private Outcomes() {}

    /** Empty for other sessions' records, and for what is no event of ours: such a record can't be an answer. */
    static Optional<OutcomeLog.Entry> entry(ConsumerRecord<byte[], byte[]> record, SessionId session) {
        byte[] key = session.value().getBytes(StandardCharsets.US_ASCII);
        if (record.value() == null || !Arrays.equals(key, record.key())) return Optional.empty();
        return decode(record).flatMap(message -> entry(record.offset(), message));
    }

    static Optional<EventMessage> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(CloudEventCodec.decodeEvent(record.value()));
        } catch (InvalidValue e) {
            return Optional.empty();
        }
    }

    static Optional<OutcomeLog.Entry> entry(long position, EventMessage message) {
        return switch (message.event()) {
            case Event.Outcome outcome ->
                Optional.of(new OutcomeLog.Entry(position, message.epoch(), message.commandId(), outcome));
            case Event.Fence ignored -> Optional.of(new OutcomeLog.Entry(position, message.epoch(), null, null));
            default -> Optional.empty();
        };
    }
}
