package io.rookery.gateway;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import io.rookery.events.Health;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.events.kafka.HomePartition;
import io.rookery.gateway.event.SessionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as a worker tells them. */
public final class Told {
    public static final int PARTITIONS = 4;
    private static long offsets;

    private Told() {}

    public static EventMessage status(String session, int epoch, int seq, SessionState state) {
        return message(
                session,
                "status-" + epoch + "-" + seq,
                epoch,
                seq,
                null,
                new Event.Status(state, List.of(state), null, null, null));
    }

    public static EventMessage qr(String session, int epoch, int seq, String code, Instant expiresAt) {
        return message(
                session, "qr-" + epoch + "-" + seq, epoch, seq, null, new Event.Qr(Command.Method.QR, code, expiresAt));
    }

    public static EventMessage pairingCode(String session, int epoch, int seq, String code, Instant expiresAt) {
        return message(
                session,
                "qr-" + epoch + "-" + seq,
                epoch,
                seq,
                null,
                new Event.Qr(Command.Method.CODE, code, expiresAt));
    }

    public static EventMessage received(String session, int epoch, int seq, String text) {
        return message(
                session,
                "message-" + seq,
                epoch,
                seq,
                null,
                new Event.MessageReceived(
                        Event.Message.text(
                                "m" + seq,
                                "491700000002@c.us",
                                "491700000002@c.us",
                                "491700000001@c.us",
                                false,
                                text,
                                Instant.EPOCH),
                        false));
    }

    public static EventMessage outcome(String session, int epoch, String command, OutcomeStatus status, String code) {
        return outcome(session, epoch, command, status, code, "io.rookery.command.message.send", null);
    }

    public static EventMessage outcome(
            String session,
            int epoch,
            String command,
            OutcomeStatus status,
            String code,
            String type,
            @Nullable List<Map<String, Object>> items) {
        return message(
                session,
                "outcome-" + command,
                epoch,
                1,
                command,
                new Event.Outcome(
                        status,
                        code,
                        null,
                        type,
                        0,
                        "7",
                        Mode.OPEN,
                        status == OutcomeStatus.SUCCEEDED ? Map.of("messageId", "3EB0") : Map.of(),
                        items));
    }

    public static EventMessage limits(String session, int epoch, int seq, int percent, Health level, Instant resetsAt) {
        return message(
                session,
                "limits-" + epoch + "-" + seq,
                epoch,
                seq,
                null,
                new Event.Limits(1, 100, percent * 10, 1000, percent, level, resetsAt));
    }

    public static EventMessage fence(String session, int epoch) {
        return message(session, "fence-" + epoch, epoch, 1, null, new Event.Fence());
    }

    /** The same, of another tenant's session. */
    public static EventMessage of(String tenant, EventMessage message) {
        return new EventMessage(
                message.session(),
                message.id(),
                message.time(),
                new TenantId(tenant),
                message.epoch(),
                message.seq(),
                message.worker(),
                message.commandId(),
                message.traceparent(),
                message.event());
    }

    /** As it is read from its home partition; every call is a later offset. */
    public static synchronized SessionEvent read(EventMessage message) {
        offsets++;
        return new SessionEvent(
                EventType.of(message.event()).topic(),
                HomePartition.of(message.session(), PARTITIONS),
                offsets,
                message,
                new String(CloudEventCodec.encode(message), StandardCharsets.UTF_8));
    }

    private static EventMessage message(
            String session, String id, int epoch, int seq, @Nullable String command, Event event) {
        return new EventMessage(
                new SessionId(session),
                id,
                Instant.now(),
                null,
                new Epoch(epoch),
                seq,
                new WorkerId("worker-1"),
                command == null ? null : new CommandId(command),
                null,
                event);
    }
}
