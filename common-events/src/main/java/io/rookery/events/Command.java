package io.rookery.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What somebody wants a session to do. One record per kind; its components are the {@code data} of the CloudEvent. */
public sealed interface Command {

    /** The CloudEvent {@code type} of this command. */
    default String type() {
        return CommandType.of(this).type();
    }

    /**
     * Let the session run: restore it, or link a new device. Running already: succeeds and changes nothing.
     *
     * @param limits what it may send; the worker's settings where it says nothing
     * @param defaultRegion the country, as ISO 3166 has it, whose national spellings of phone numbers are understood; the worker's setting where it is missing
     * @param metadata up to 16 texts of the caller's own, told with every event of the session
     * @param userId whose session it is, in the caller's own terms
     * @param engine what drives WhatsApp Web; {@link #PLAYWRIGHT} is the one there is, and the default
     * @param proxy through which its browser reaches WhatsApp; none by default
     * @param onConflict what to do where the user has another session; {@link OnConflict#REFUSE} by default
     */
    record Start(
            @Nullable Pairing pairing,
            @Nullable Limits limits,
            @Nullable String defaultRegion,
            @Nullable Map<String, String> metadata,
            @Nullable String userId,
            @Nullable String engine,
            @Nullable Proxy proxy,
            @Nullable OnConflict onConflict)
            implements Command {
        public static final String PLAYWRIGHT = "playwright";

        public Start(@Nullable Pairing pairing) {
            this(pairing, null, null);
        }

        public Start(@Nullable Pairing pairing, @Nullable Limits limits, @Nullable String defaultRegion) {
            this(pairing, limits, defaultRegion, null, null, null, null, null);
        }

        public Start with(Pairing other) {
            return new Start(other, limits, defaultRegion, metadata, userId, engine, proxy, onConflict);
        }

        public Start withUser(@Nullable String other) {
            return new Start(pairing, limits, defaultRegion, metadata, other, engine, proxy, onConflict);
        }

        /**
         * What is kept with the session: all but what only concerns the moment of the start. A session stays its user's where the start names none.
         *
         * @param user whose session it was before; null for nobody's
         */
        public Start kept(@Nullable String user) {
            return new Start(
                    pairing, limits, defaultRegion, metadata, userId == null ? user : userId, engine, proxy, null);
        }

        public OnConflict onConflictOrDefault() {
            return onConflict == null ? OnConflict.REFUSE : onConflict;
        }

        public Pairing pairingOrDefault() {
            return pairing == null ? Pairing.QR : pairing;
        }
    }

    /** What becomes of a start whose user has another session of the tenant. */
    enum OnConflict {
        /** The start is rejected, and names the other one. */
        @JsonProperty("refuse")
        REFUSE,
        /** The others are destroyed. */
        @JsonProperty("replace")
        REPLACE,
        /** The user has several from now on. */
        @JsonProperty("add")
        ADD
    }

    /**
     * How much a session may send. What is missing is as the worker's settings say; 0 is no limit.
     *
     * @param gapMillis between two messages: the second one waits
     * @param perHour messages in any sixty minutes
     * @param perDay messages in a day of the time zone
     * @param timeZone of the IANA database, for example {@code Europe/Berlin}
     */
    record Limits(
            @Nullable Integer gapMillis,
            @Nullable Integer perHour,
            @Nullable Integer perDay,
            @Nullable String timeZone) {}

    /**
     * A session's way to WhatsApp. It carries a secret, so it never shows itself.
     *
     * @param server scheme, host and port: {@code http://proxy.example:3128}; {@code https} and {@code socks5} as well
     * @param username null where the proxy asks for none; {@code socks5} can't ask
     */
    record Proxy(
            String server,
            @Nullable String username,
            @Nullable String password) {
        public String host() {
            return URI.create(server).getHost();
        }

        @Override
        public String toString() {
            return "Proxy[…]";
        }
    }

    /** How a phone shall link a session that has no device yet. */
    record Pairing(Method method, @Nullable String phoneNumber) {
        public static final Pairing QR = new Pairing(Method.QR, null);

        public Optional<String> phone() {
            return Optional.ofNullable(phoneNumber);
        }
    }

    /** QR code, or the eight letters that a person types into the phone. */
    enum Method {
        @JsonProperty("qr")
        QR,
        @JsonProperty("code")
        CODE
    }

    /**
     * Stop the session's browser; the credentials are kept, a later start needs no phone.
     *
     * @param unlessLinked only a session that no phone has linked: rejected otherwise. False by default
     * @param idleSince only a session that was not used since then: rejected otherwise
     */
    record Close(@Nullable Boolean unlessLinked, @Nullable Instant idleSince) implements Command {
        public Close() {
            this(null);
        }

        public Close(@Nullable Boolean unlessLinked) {
            this(unlessLinked, null);
        }

        /** Whether it depends on what only its owner can tell. */
        public boolean conditional() {
            return unlessLinkedOrDefault() || idleSince != null;
        }

        public boolean unlessLinkedOrDefault() {
            return Boolean.TRUE.equals(unlessLinked);
        }
    }

    /** Close the session's browser, store its profile and open it again: for one that is stuck. */
    record Restart() implements Command {}

    /** Unlink the device at WhatsApp and purge its credentials; the session's record stays. */
    record LogOut() implements Command {}

    /**
     * Log out where possible, purge, and forget: only the highest epoch stays.
     *
     * @param idleSince only a session that was not used since then: rejected otherwise
     */
    record Destroy(@Nullable Instant idleSince) implements Command {
        public Destroy() {
            this(null);
        }

        /** Whether it depends on what only its owner can tell. */
        public boolean conditional() {
            return idleSince != null;
        }
    }

    /**
     * Send one message, or several media one after the other. Exactly one kind of content is there; {@link #content()} tells which.
     *
     * @param to a phone number – in E.164 form, with or without the plus, or as it is written in the session's default region –, or a chat id as WhatsApp writes it
     * @param text 1 to 65,536 characters
     * @param media one to ten; each becomes a message of its own
     * @param forward a message of this account, from whatever chat, to be forwarded as it is
     * @param replyTo id of the message in this chat that is replied to
     * @param mentions phone numbers or chat ids that the text names with an {@code @}
     * @param linkPreview whether WhatsApp Web may fetch a preview of the text's first link; false by default
     * @param delivery what to do where nobody can tell whether it was sent; {@link Delivery#EFFECTIVELY_ONCE} by default
     */
    record SendMessage(
            String to,
            @Nullable String text,
            @Nullable List<Content.Media> media,
            Content.@Nullable Location location,
            Content.@Nullable ContactCard contact,
            Content.@Nullable Poll poll,
            Content.@Nullable Forward forward,
            @Nullable String replyTo,
            @Nullable List<String> mentions,
            @Nullable Boolean linkPreview,
            @Nullable Delivery delivery)
            implements Command {

        public static SendMessage text(String to, String text) {
            return new SendMessage(to, text, null, null, null, null, null, null, null, null, null);
        }

        /** What is sent, in order: one, or several media. */
        public List<Content> content() {
            if (media != null) return List.copyOf(media);
            return Stream.of(text == null ? null : new Content.Text(text), location, contact, poll, forward)
                    .filter(Objects::nonNull)
                    .map(Content.class::cast)
                    .toList();
        }
    }

    /** What becomes of a message where nobody can tell whether a predecessor sent it. */
    enum Delivery {
        /** WhatsApp Web is asked for it, and it is sent again with the same message id where it is not there: a receiver shows it once. */
        @JsonProperty("effectively-once")
        EFFECTIVELY_ONCE,
        /** It is not sent again; the outcome is {@code unknown}. */
        @JsonProperty("at-most-once")
        AT_MOST_ONCE
    }

    /**
     * Send many messages one after the other, with a pause between them. One that fails does not stop the rest.
     *
     * @param messages 1 to 50, with one piece of content each
     * @param pause between two of them; {@link Pause#DEFAULT} by default
     */
    record SendBulk(List<SendMessage> messages, @Nullable Pause pause) implements Command {
        public Pause pauseOrDefault() {
            return pause == null ? Pause.DEFAULT : pause;
        }
    }

    /** A random time between two messages, ms. */
    record Pause(int minMillis, int maxMillis) {
        public static final Pause DEFAULT = new Pause(1000, 2000);
    }

    /** What is done in the page of a ready session, and may be done twice without harm. */
    sealed interface InPage extends Command {}

    /** Put another text in place of an own message's. */
    record EditMessage(String to, String messageId, String text) implements InPage {}

    /** Delete an own message for everyone in the chat. */
    record DeleteMessage(String to, String messageId) implements InPage {}

    /** React to a message of the chat; an empty emoji takes the reaction back. */
    record ReactToMessage(String to, String messageId, String emoji) implements InPage {}

    /** Mark the chat as read: its senders get read receipts. */
    record MarkSeen(String to) implements InPage {}

    /**
     * Show in the chat that somebody types or records.
     *
     * @param seconds after that it ends by itself; 10 by default
     */
    record ShowTyping(String to, Typing state, @Nullable Integer seconds) implements InPage {
        public int secondsOrDefault() {
            return seconds == null ? 10 : seconds;
        }
    }

    /** What somebody is seen doing in a chat. */
    enum Typing {
        @JsonProperty("typing")
        TYPING,
        @JsonProperty("recording")
        RECORDING,
        @JsonProperty("stopped")
        STOPPED
    }

    /** Show the account as online, or not. */
    record SetPresence(boolean available) implements InPage {}

    /** Which of these numbers are on WhatsApp; up to 50. */
    record CheckNumbers(List<String> numbers) implements InPage {}

    /**
     * What the account sees. The answer is in the outcome's {@code items}; of a long text only the beginning, and of many items only those that fit into half a megabyte.
     *
     * @param chat whose messages or picture; for these two only
     * @param before id of a message of the chat: only older ones
     * @param limit 1 to 100; 50 by default
     */
    record Query(
            Subject what,
            @Nullable String chat,
            @Nullable String before,
            @Nullable Integer limit) implements InPage {
        public int limitOrDefault() {
            return limit == null ? 50 : limit;
        }
    }

    /** What is asked for. */
    enum Subject {
        @JsonProperty("chats")
        CHATS,
        @JsonProperty("messages")
        MESSAGES,
        @JsonProperty("contacts")
        CONTACTS,
        @JsonProperty("groups")
        GROUPS,
        @JsonProperty("picture")
        PICTURE
    }
}
