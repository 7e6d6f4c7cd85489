package io.rookery.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to a session. One record per kind; its components are the {@code data} of the CloudEvent. */
public sealed interface Event {

    default String type() {
        return EventType.of(this).type();
    }

    /**
     * The session's state changed.
     *
     * @param lastStates the newest up to three states, newest first; the first one is {@code state}
     * @param reason a stable code, where the state alone does not say it all
     * @param text the reason in a sentence, without personal data
     * @param account the linked account, once known
     * @param health null where nobody who has the session says it: as before
     * @param healthReasons stable codes of what is wrong, the worst first; null where nothing is
     * @param webVersion with READY: the version of WhatsApp Web, for example {@code 2.3000.1044822804}
     */
    record Status(
            SessionState state,
            List<SessionState> lastStates,
            @Nullable String reason,
            @Nullable String text,
            @Nullable Account account,
            @Nullable Health health,
            @Nullable List<String> healthReasons,
            @Nullable String webVersion)
            implements Event {
        public Status(
                SessionState state,
                List<SessionState> lastStates,
                @Nullable String reason,
                @Nullable String text,
                @Nullable Account account) {
            this(state, lastStates, reason, text, account, null, null, null);
        }
    }

    /** The WhatsApp account that a session is linked to. */
    record Account(String number, @Nullable String name) {}

    /**
     * Something for a person with the phone: show it before it expires. A secret.
     *
     * @param code the content of the QR code, or the pairing code
     */
    record Qr(Command.Method method, String code, Instant expiresAt) implements Event {}

    /** A message came in. {@code backfill}: it arrived while nobody was connected. */
    record MessageReceived(Message message, boolean backfill) implements Event {}

    /** An own message: sent by a command, or on the phone or another device ({@code commandid} tells the first). */
    record MessageSent(Message message) implements Event {}

    /**
     * A message.
     *
     * @param messageId WhatsApp's id of the message, unique within the chat and direction
     * @param chatId the chat, as WhatsApp writes it
     * @param from who wrote it; in a group not the group, but the member
     * @param senderName the name that the sender has given to the account
     * @param kind {@code text}, {@code image}, {@code video}, {@code audio}, {@code voice}, {@code sticker}, {@code document}, {@code location}, {@code contact}, {@code poll}, or
     *     {@code other} for what is not told here in detail
     * @param text the text, or the caption
     */
    record Message(
            String messageId,
            String chatId,
            String from,
            String to,
            boolean fromMe,
            @Nullable String senderName,
            String kind,
            @Nullable String text,
            @Nullable StoredMedia media,
            Content.@Nullable Location location,
            @Nullable List<Content.ContactCard> contacts,
            Content.@Nullable Poll poll,
            @Nullable Quoted quoted,
            @Nullable List<String> mentions,
            @Nullable Boolean forwarded,
            Instant timestamp) {

        public static Message text(
                String messageId,
                String chatId,
                String from,
                String to,
                boolean fromMe,
                String text,
                Instant timestamp) {
            return new Message(
                    messageId, chatId, from, to, fromMe, null, "text", text, null, null, null, null, null, null, null,
                    timestamp);
        }

        public Message withMedia(StoredMedia stored) {
            return new Message(
                    messageId,
                    chatId,
                    from,
                    to,
                    fromMe,
                    senderName,
                    kind,
                    text,
                    stored,
                    location,
                    contacts,
                    poll,
                    quoted,
                    mentions,
                    forwarded,
                    timestamp);
        }
    }

    /**
     * A message's file.
     *
     * @param mediaId under which the file will lie in the object store, and at the gateway's {@code /v1/media}, as soon as {@link MediaStored} says so; null where it will not
     * @param size bytes
     * @param sha256 of the bytes, hexadecimal
     * @param seconds how long an audio or video plays
     * @param problem {@code MEDIA_TOO_LARGE}, {@code MEDIA_EXPIRED} (WhatsApp has it no more), {@code MEDIA_UNAVAILABLE}, {@code STORE_UNAVAILABLE}
     */
    record StoredMedia(
            @Nullable String mediaId,
            @Nullable String mimeType,
            @Nullable String fileName,
            @Nullable Long size,
            @Nullable String sha256,
            @Nullable Integer seconds,
            @Nullable String problem) {}

    /** The message that another one replies to. */
    record Quoted(
            String messageId,
            @Nullable String from,
            @Nullable String text) {}

    /** Something that became of a message. */
    sealed interface OfMessage extends Event {
        String messageId();

        String chatId();
    }

    /** A message's file lies in the object store now, or will not: {@code problem} says why. Comes after the message, which is told at once. */
    record MediaStored(String messageId, String chatId, boolean fromMe, StoredMedia media) implements OfMessage {}

    /** A message has another text now. */
    record MessageEdited(String messageId, String chatId, String from, boolean fromMe, String text, Instant timestamp)
            implements OfMessage {}

    /** A message was deleted for everyone. */
    record MessageDeleted(
            String messageId, String chatId, @Nullable String by, boolean fromMe) implements OfMessage {}

    /** Somebody reacts to a message; an empty emoji takes the reaction back. */
    record MessageReaction(String messageId, String chatId, String from, String emoji, Instant timestamp)
            implements OfMessage {}

    /** Somebody votes in a poll: all that is chosen now. */
    record PollVote(String messageId, String chatId, String from, List<String> options, Instant timestamp)
            implements OfMessage {}

    /** Delivery of an own message went on. Levels as WhatsApp counts them. */
    record MessageAck(String messageId, String chatId, AckLevel level) implements Event {}

    /** How far an own message has come. */
    enum AckLevel {
        /** WhatsApp has refused it after the page had taken it. */
        @JsonProperty("failed")
        FAILED(-1),
        @JsonProperty("sent")
        SENT(1),
        @JsonProperty("delivered")
        DELIVERED(2),
        @JsonProperty("read")
        READ(3),
        @JsonProperty("played")
        PLAYED(4);
        private final int level;

        AckLevel(int level) {
            this.level = level;
        }

        public int level() {
            return level;
        }

        /** @throws InvalidValue for a number that WhatsApp does not use for deliveries */
        public static AckLevel of(int level) {
            for (AckLevel candidate : values()) if (candidate.level == level) return candidate;
            throw new InvalidValue("level", "must be -1, or 1 to 4");
        }
    }

    /**
     * The one answer to a command.
     *
     * @param code a stable code, {@code OK} where it succeeded
     * @param text the reason in a sentence; null where there is nothing to say
     * @param commandType the command's CloudEvent type, as it was written
     * @param partition of the command in {@code rookery.commands}
     * @param offset of the command in that partition; a string, because readers' integers may be small
     * @param mode of the session after this command; null where admission has refused a command that is wrong in itself, which says nothing of the session
     * @param result what the command brought, {@code messageId} for a send
     * @param items one for each part of a command that has several, in order: {@code index}, {@code status}, {@code code}, {@code text}, {@code messageId} of the messages of a bulk or of several media;
     *     {@code number}, {@code onWhatsApp}, {@code chatId} of a number check
     * @param usage what the session has sent and received up to here; null where that is nothing, and of admission
     */
    record Outcome(
            OutcomeStatus status,
            String code,
            @Nullable String text,
            String commandType,
            int partition,
            String offset,
            @Nullable Mode mode,
            Map<String, String> result,
            @Nullable List<Map<String, Object>> items,
            @Nullable Usage usage)
            implements Event {
        public static final String OK = "OK";

        public Outcome(
                OutcomeStatus status,
                String code,
                @Nullable String text,
                String commandType,
                int partition,
                String offset,
                @Nullable Mode mode,
                Map<String, String> result,
                @Nullable List<Map<String, Object>> items) {
            this(status, code, text, commandType, partition, offset, mode, result, items, null);
        }

        public Outcome(
                OutcomeStatus status,
                String code,
                @Nullable String text,
                String commandType,
                int partition,
                String offset,
                @Nullable Mode mode,
                Map<String, String> result) {
            this(status, code, text, commandType, partition, offset, mode, result, null);
        }

        public long offsetValue() {
            return Long.parseLong(offset);
        }
    }

    /**
     * What a session has sent and received, as its limits count it.
     *
     * @param day in the session's time zone
     * @param sentToday messages of commands that have left on that day
     * @param receivedToday messages that came in on that day
     * @param recent how many messages have left in the last slots of five minutes, oldest first; slots without any are not there
     * @param lastUsedAt when it carried out a command last, or its account was seen writing from elsewhere; also the first moment of which anything is known
     */
    record Usage(
            LocalDate day,
            int sentToday,
            int receivedToday,
            List<Slot> recent,
            @Nullable Instant lastSentAt,
            @Nullable Instant lastReceivedAt,
            @Nullable Instant lastUsedAt) {

        /** Messages that left within five minutes. */
        public record Slot(Instant from, int sent) {}
    }

    /**
     * How far a session has used up its limits. Told when the level changes, and with each tenth of the day's messages.
     *
     * @param sentThisHour messages that have left in the last sixty minutes, or up to five minutes more
     * @param perHour 0 where there is no limit
     * @param perDay always above 0: without a limit of the day nothing is told
     * @param percent of the day's messages, rounded down
     * @param resetsAt when the next day begins in the session's time zone
     */
    record Limits(int sentThisHour, int perHour, int sentToday, int perDay, int percent, Health level, Instant resetsAt)
            implements Event {}

    /**
     * What WhatsApp itself holds back from the account, or no longer does. Told when it changes; a new owner tells what holds then.
     *
     * @param active whether it holds now; a capping that still has room is told, too
     * @param until when it ends, of a capping when its cycle does; null where WhatsApp does not say, and where nothing holds
     * @param used chats that were begun in the cycle; only of a capping
     * @param quota chats that may be begun in the cycle; only of a capping
     */
    record Restricted(
            Restriction kind,
            boolean active,
            @Nullable Instant until,
            @Nullable Integer used,
            @Nullable Integer quota) implements Event {}

    /** How WhatsApp restricts an account. */
    enum Restriction {
        /** No chat can be begun until it ends; chats that are there go on. */
        @JsonProperty("time-lock")
        TIME_LOCK,
        /** So many chats can be begun in a cycle. */
        @JsonProperty("capping")
        CAPPING,
        /** WhatsApp lets nobody of the account in until it ends; the device stays linked. */
        @JsonProperty("temporary-ban")
        TEMPORARY_BAN
    }

    /** A new owner's mark in the outcome topic: outcomes of lower epochs behind it are void. */
    record Fence() implements Event {}

    /**
     * The last known record of a session, on the compacted topic.
     *
     * @param desired whether it should run
     * @param start the options of its start
     * @param highestEpoch the highest epoch that it ever had
     * @param mode whether its owner takes commands; null before it had an owner
     */
    record SessionRecord(
            Desired desired,
            SessionState state,
            Command.@Nullable Start start,
            int highestEpoch,
            @Nullable Account account,
            @Nullable Mode mode)
            implements Event {}

    /** Whether a session should run. */
    enum Desired {
        RUNNING,
        STOPPED
    }
}
