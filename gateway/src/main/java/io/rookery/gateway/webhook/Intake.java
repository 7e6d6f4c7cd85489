package io.rookery.gateway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.gateway.event.EventNames;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which records of the topics are deliveries to one web hook. For one thread. */
public final class Intake {
    private static final int REMEMBERED_SESSIONS = 10_000;

    private final Webhook webhook;
    private final InstantSource clock;
    private final Map<Delivery.Partition, Part> parts = new HashMap<>();

    private record Part(EpochFloor floor, long from) {}

    public Intake(Webhook webhook, InstantSource clock) {
        this.webhook = webhook;
        this.clock = clock;
    }

    /** @param from the first record that counts; those before it tell only which epochs are over */
    public void assigned(Delivery.Partition partition, long from) {
        parts.put(partition, new Part(new EpochFloor(REMEMBERED_SESSIONS), from));
    }

    public void revoked(Delivery.Partition partition) {
        parts.remove(partition);
    }

    /** Whether the record was read only to know the epochs. */
    public boolean isBefore(Delivery.Partition partition, long offset) {
        Part part = parts.get(partition);
        return part == null || offset < part.from();
    }

    /** An event as it stands on its topic. */
    public Optional<Delivery> take(Delivery.Partition partition, long offset, Instant writtenAt, byte[] value) {
        Part part = parts.get(partition);
        if (part == null) return Optional.empty();
        return Envelope.read(value)
                .filter(part.floor()::passes)
                .filter(envelope -> offset >= part.from() && mayWant(envelope))
                .flatMap(ignored -> decoded(partition, offset, writtenAt, value))
                .filter(this::isTimely)
                .map(Decoded::delivery);
    }

    /** An event that was a dead letter of this web hook, and shall be tried again whatever has happened since. */
    public Optional<Delivery> again(Delivery.Partition partition, long offset, Instant writtenAt, byte[] value) {
        return decoded(partition, offset, writtenAt, value).map(Decoded::delivery);
    }

    private record Decoded(EventMessage message, Delivery delivery) {}

    private boolean mayWant(Envelope envelope) {
        return envelope.tenant().equals(webhook.tenant().value())
                && SessionId.isValid(envelope.session())
                && (webhook.sessions().isEmpty() || webhook.sessions().contains(new SessionId(envelope.session())))
                && EventType.ofType(envelope.type())
                        .filter(webhook.events()::covers)
                        .isPresent();
    }

    private static Optional<Decoded> decoded(
            Delivery.Partition partition, long offset, Instant writtenAt, byte[] value) {
        try {
            EventMessage message = CloudEventCodec.decodeEvent(value);
            var delivery = new Delivery(
                    partition,
                    offset,
                    writtenAt,
                    EventIds.of(message.session(), message.id()),
                    message.session(),
                    EventNames.of(EventType.of(message.event())),
                    message.time(),
                    new String(value, UTF_8));
            return Optional.of(new Decoded(message, delivery));
        } catch (InvalidValue e) {
            // Counted and logged by the reader that every gateway has.
            return Optional.empty();
        }
    }

    /** A code that has expired is of no use to anybody. */
    private boolean isTimely(Decoded decoded) {
        return !(decoded.message().event() instanceof Event.Qr qr)
                || qr.expiresAt().isAfter(clock.instant());
    }
}
