package io.rookery.events;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of events: their CloudEvent type, their topic, their record and their schema. */
public enum EventType {
    STATUS("io.rookery.event.session.status", Topic.STATUS, Event.Status.class),
    LIMITS("io.rookery.event.session.limits", Topic.STATUS, Event.Limits.class),
    RESTRICTED("io.rookery.event.session.restricted", Topic.STATUS, Event.Restricted.class),
    QR("io.rookery.event.session.qr", Topic.QR, Event.Qr.class),
    MESSAGE_RECEIVED("io.rookery.event.message.received", Topic.MESSAGE, Event.MessageReceived.class),
    MESSAGE_SENT("io.rookery.event.message.sent", Topic.MESSAGE, Event.MessageSent.class),
    MESSAGE_ACK("io.rookery.event.message.ack", Topic.MESSAGE, Event.MessageAck.class),
    MESSAGE_MEDIA("io.rookery.event.message.media", Topic.MESSAGE, Event.MediaStored.class),
    MESSAGE_EDITED("io.rookery.event.message.edited", Topic.MESSAGE, Event.MessageEdited.class),
    MESSAGE_DELETED("io.rookery.event.message.deleted", Topic.MESSAGE, Event.MessageDeleted.class),
    MESSAGE_REACTION("io.rookery.event.message.reaction", Topic.MESSAGE, Event.MessageReaction.class),
    POLL_VOTE("io.rookery.event.message.vote", Topic.MESSAGE, Event.PollVote.class),
    OUTCOME("io.rookery.event.command.outcome", Topic.OUTCOME, Event.Outcome.class),
    FENCE("io.rookery.event.session.fence", Topic.OUTCOME, Event.Fence.class),
    SESSION_RECORD("io.rookery.event.session.record", Topic.SESSIONS, Event.SessionRecord.class);

    private final String type;
    private final Topic topic;
    private final Class<? extends Event> record;

    EventType(String type, Topic topic, Class<? extends Event> record) {
        this.type = type;
        this.topic = topic;
        this.record = record;
    }

    public String type() {
        return type;
    }

    public Topic topic() {
        return topic;
    }

    Class<? extends Event> record() {
        return record;
    }

    String schema() {
        return type.substring("io.rookery.".length());
    }

    public static Optional<EventType> ofType(String type) {
        return Arrays.stream(values()).filter(kind -> kind.type.equals(type)).findFirst();
    }

    public static EventType of(Event event) {
        return switch (event) {
            case Event.Status ignored -> STATUS;
            case Event.Limits ignored -> LIMITS;
            case Event.Restricted ignored -> RESTRICTED;
            case Event.Qr ignored -> QR;
            case Event.MessageReceived ignored -> MESSAGE_RECEIVED;
            case Event.MessageSent ignored -> MESSAGE_SENT;
            case Event.MessageAck ignored -> MESSAGE_ACK;
            case Event.MediaStored ignored -> MESSAGE_MEDIA;
            case Event.MessageEdited ignored -> MESSAGE_EDITED;
            case Event.MessageDeleted ignored -> MESSAGE_DELETED;
            case Event.MessageReaction ignored -> MESSAGE_REACTION;
            case Event.PollVote ignored -> POLL_VOTE;
            case Event.Outcome ignored -> OUTCOME;
            case Event.Fence ignored -> FENCE;
            case Event.SessionRecord ignored -> SESSION_RECORD;
        };
    }
}
