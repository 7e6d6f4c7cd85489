package io.rookery.gateway.webhook.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rookery.events.CloudEventCodec;
import io.rookery.gateway.webhook.DeadLetters;
import io.rookery.gateway.webhook.Delivery;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** What is said of a dead letter in its headers; its value is the event as it was. */
final class LetterHeaders {
    private static final String EVENT_ID = "rookery-event-id";
    private static final String TYPE = "rookery-type";
    private static final String SESSION = "rookery-session";
    private static final String TIME = "rookery-time";
    private static final String CAUSE = "rookery-cause";
    private static final String ATTEMPTS = "rookery-attempts";

    private LetterHeaders() {}

    static List<Header> of(Delivery delivery, int attempts, String cause) {
        return List.of(
                header("content-type", CloudEventCodec.CONTENT_TYPE),
                header(EVENT_ID, delivery.id()),
                header(TYPE, delivery.type()),
                header(SESSION, delivery.session().value()),
                header(TIME, delivery.time().toString()),
                header(CAUSE, cause),
                header(ATTEMPTS, Integer.toString(attempts)));
    }

    static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    /** @return empty where it is no dead letter of ours */
    static Optional<DeadLetters.Letter> read(ConsumerRecord<String, byte[]> record) {
        String id = text(record, EVENT_ID);
        String type = text(record, TYPE);
        String session = text(record, SESSION);
        String time = text(record, TIME);
        String cause = text(record, CAUSE);
        if (id == null || type == null || session == null || time == null || cause == null) return Optional.empty();
        try {
            String attempts = text(record, ATTEMPTS);
            return Optional.of(new DeadLetters.Letter(
                    id,
                    type,
                    session,
                    Instant.parse(time),
                    Instant.ofEpochMilli(record.timestamp()),
                    cause,
                    attempts == null ? null : Integer.valueOf(attempts)));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String text(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
