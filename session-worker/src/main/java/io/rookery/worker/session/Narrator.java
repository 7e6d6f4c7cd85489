package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.Health;
import io.rookery.events.Mode;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.worker.browser.WhatsAppPage.MessageKey;
import io.rookery.worker.lease.LeaseStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the world what the session does: keeps the last three states, and numbers the events of this epoch. */
final class Narrator {
    private static final Set<String> ITS_OWN =
            Set.of("BROWSER_CRASHED", "BROWSER_UNAVAILABLE", "CONFLICT", "TEMPORARILY_BANNED", "WEB_VERSION_TOO_OLD");

    private static final int REMEMBERED_MESSAGES = 1000;

    private final HostContext host;
    private final List<SessionState> lastStates = new ArrayList<>();
    private final Map<String, CommandId> commandOfMessage = new LinkedHashMap<>();
    private final Inbox inbox = new Inbox();
    private final Set<MessageKey> filesUnderWay = new HashSet<>();
    private int seq;
    private Mode mode = Mode.CLOSING;
    private boolean told; // anything, in this epoch
    private @Nullable String reason;
    private @Nullable String text;
    private final HealthBook health = new HealthBook();
    private final Restrictions restrictions;
    private Health toldHealth = Health.HEALTHY;
    private Event.@Nullable Account account;
    private @Nullable String webVersion;
    private Command.@Nullable Start start;

    Narrator(HostContext host) {
        this.host = host;
        this.restrictions = new Restrictions(host);
    }

    /** What was told before this owner. */
    void resume(SessionState state, Mode inherited, Command.Start options) {
        mode = inherited;
        lastStates.add(state);
        restarted(options);
    }

    void restarted(Command.Start options) {
        start = options;
        host.options(options);
    }

    /** It is destroyed. */
    void forgetUser() {
        if (start != null && start.userId() != null) start = start.withUser(null);
    }

    /** From now on the session takes commands, or does not. */
    void mode(Mode next) {
        if (mode == next) return;
        mode = next;
        if (told) tell(numbered(), null, record(Event.Desired.RUNNING));
    }

    Command.Start startOptions() {
        return start == null ? new Command.Start(null) : start;
    }

    SessionState state() {
        return lastStates.isEmpty() ? SessionState.QUEUED : lastStates.getFirst();
    }

    /** It does not reach WhatsApp, as far as is known: the reason is neither its own browser or device, nor that WhatsApp has turned it away. */
    boolean isCutOff() {
        return state() == SessionState.DISCONNECTED && (reason == null || !ITS_OWN.contains(reason));
    }

    /** The session is in this state now; told where that is news. */
    void state(SessionState next, @Nullable String why, @Nullable String words) {
        if (isEnd(next)) health.clear();
        if (told && state() == next && Objects.equals(reason, why) && health.worst() == toldHealth) return;
        told = true;
        if (state() != next || lastStates.isEmpty()) lastStates.addFirst(next);
        while (lastStates.size() > 3) lastStates.removeLast();
        reason = why;
        text = words;
        if (next == SessionState.LOGGED_OUT || next == SessionState.DESTROYED) account = null;
        tellStatus();
        tell(numbered(), null, record(Event.Desired.RUNNING));
    }

    /** Nothing runs any more that could be well or not. */
    private static boolean isEnd(SessionState state) {
        return state == SessionState.CLOSED || state == SessionState.LOGGED_OUT || state == SessionState.DESTROYED;
    }

    private void tellStatus() {
        toldHealth = health.worst();
        var newest = List.copyOf(lastStates);
        List<String> causes = health.causes();
        tell(
                numbered(),
                null,
                new Event.Status(
                        state(),
                        newest,
                        reason,
                        text,
                        account,
                        health.worst(),
                        causes.isEmpty() ? null : causes,
                        state() == SessionState.READY ? webVersion : null));
        host.emit(new Effect.UpdateStatus(
                new LeaseStore.Status(state(), newest, reason, text, account, health.worst(), causes)));
    }

    /** Something is wrong with the session, or is not any more ({@link Health#HEALTHY}). Told with its next state, or by {@link #tellHealth}. */
    void note(String cause, Health how) {
        health.note(cause, how);
    }

    /** Where the whole is better or worse than was told. */
    void tellHealth() {
        if (told && health.worst() != toldHealth) tellStatus();
    }

    void state(SessionState next) {
        state(next, null, null);
    }

    void account(Event.Account known, @Nullable String version) {
        account = known;
        webVersion = version;
    }

    void used(Event.Limits limits) {
        tell(numbered(), null, limits);
    }

    /** What WhatsApp holds back from the account, or no longer does; told where it is news. */
    void restricted(Event.Restricted now) {
        if (restrictions.note(now)) tell(numbered(), null, now);
    }

    void qr(Command.Method method, String code, Instant expiresAt) {
        tell(numbered(), null, new Event.Qr(method, code, expiresAt));
    }

    /** What of the page's messages was told. */
    Inbox inbox() {
        return inbox;
    }

    void received(Event.Message message, boolean backfill) {
        String id = message.messageId() + "/" + message.chatId();
        Event.Message told = withMedia(message);
        if (!inbox.add(id, message.timestamp())) return;
        tell(id, null, new Event.MessageReceived(told, backfill));
        host.pacer.received(message.timestamp(), host.now().wall());
    }

    void sent(Event.Message message) {
        String id = message.messageId() + "/sent";
        CommandId command = commandOfMessage.get(message.messageId());
        // Who has sent a file by a command has it.
        Event.Message told = command == null ? withMedia(message) : message;
        if (command == null) host.pacer.wasUsed(notAfterNow(message.timestamp()));
        if (inbox.add(id, message.timestamp())) tell(id, command, new Event.MessageSent(told));
    }

    /** The phone's clock may be ahead. */
    private Instant notAfterNow(Instant time) {
        return time.isAfter(host.now().wall()) ? host.now().wall() : time;
    }

    /** A message that is told again may have a file that a crash has kept from being kept: whoever keeps it looks. */
    private Event.Message withMedia(Event.Message message) {
        Event.StoredMedia media = message.media();
        if (media == null) return message;
        var key = new MessageKey(message.chatId(), message.messageId(), message.fromMe());
        boolean tooLarge = media.size() != null && media.size() > host.settings.largestMedia();
        Event.StoredMedia known = new Event.StoredMedia(
                tooLarge ? null : MessageIds.ofMedia(host.session, key),
                media.mimeType(),
                media.fileName(),
                media.size(),
                null,
                media.seconds(),
                tooLarge ? "MEDIA_TOO_LARGE" : null);
        if (!tooLarge) {
            filesUnderWay.add(key);
            host.emit(new Effect.KeepMedia(key, host.tenant, known));
        }
        return message.withMedia(known);
    }

    /** Whether files that came in are on their way to the store. */
    boolean isKeepingFiles() {
        return !filesUnderWay.isEmpty();
    }

    void kept(Event.MediaStored file) {
        filesUnderWay.remove(new MessageKey(file.chatId(), file.messageId(), file.fromMe()));
        became(file);
    }

    void ack(String messageId, String chatId, Event.AckLevel level) {
        tell(
                messageId + "/" + level.level(),
                commandOfMessage.get(messageId),
                new Event.MessageAck(messageId, chatId, level));
    }

    /** Something that became of a message. */
    void became(Event.OfMessage event) {
        String id = event.messageId() + "/" + event.chatId() + "/"
                + switch (event) {
                    case Event.MediaStored ignored -> "media";
                    case Event.MessageEdited it -> "edited/" + it.timestamp().toEpochMilli();
                    case Event.MessageDeleted ignored -> "deleted";
                    case Event.MessageReaction it ->
                        "reaction/" + it.from() + "/" + it.timestamp().toEpochMilli();
                    case Event.PollVote it ->
                        "vote/" + it.from() + "/" + it.timestamp().toEpochMilli();
                };
        tell(id, null, event);
    }

    /** Events about this message are caused by this command. */
    void caused(String messageId, CommandId command) {
        commandOfMessage.put(messageId, command);
        if (commandOfMessage.size() > REMEMBERED_MESSAGES)
            commandOfMessage.remove(commandOfMessage.keySet().iterator().next());
    }

    EventMessage fence() {
        return message("fence-" + host.epoch, null, new Event.Fence());
    }

    EventMessage outcome(CommandId command, Event.Outcome outcome) {
        return message(command.value(), command, outcome);
    }

    /** Of a command of another tenant, which learns nothing of the session but that there is none for it. */
    EventMessage foreignOutcome(CommandId command, TenantId tenant, Event.Outcome outcome) {
        return message(command.value(), command, tenant, null, outcome);
    }

    EventMessage stopped() {
        return message(numbered(), null, record(Event.Desired.STOPPED));
    }

    private Event.SessionRecord record(Event.Desired desired) {
        return new Event.SessionRecord(desired, state(), start, host.epoch.value(), account, mode);
    }

    private void tell(String id, @Nullable CommandId command, Event event) {
        host.emit(new Effect.Tell(message(id, command, event)));
    }

    private EventMessage message(String id, @Nullable CommandId command, Event event) {
        return message(id, command, host.tenant, start == null ? null : start.metadata(), event);
    }

    private EventMessage message(
            String id,
            @Nullable CommandId command,
            TenantId tenant,
            @Nullable Map<String, String> metadata,
            Event event) {
        seq++;
        return new EventMessage(
                host.session,
                id,
                host.now().wall(),
                tenant,
                host.epoch,
                seq,
                host.worker,
                command,
                null,
                metadata,
                event);
    }

    /** The id of an event that has none of its own: epoch and number are unique within the session, and sort in order. */
    private String numbered() {
        return "%010d-%08d".formatted(host.epoch.value(), seq + 1);
    }
}
