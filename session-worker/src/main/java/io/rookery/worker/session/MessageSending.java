package io.rookery.worker.session;

import io.rookery.events.Command.Delivery;
import io.rookery.events.Command.SendMessage;
import io.rookery.events.Content;
import io.rookery.events.Event.AckLevel;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.OutgoingMessage;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageFile;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import io.rookery.worker.command.Mailbox;
import io.rookery.worker.pacing.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message, from the mailbox to its verdict.
 *
 * <pre>
 *  WAITING ──ready──→ (possibly attempted? FINDING ──not there──→) (a file? PREPARING ──here──→) SENDING ──taken──→ UNACKNOWLEDGED ──ack──→ succeeded
 *     │ not ready in time → failed         └─there→ as taken           └─refused→ failed           ├─refused→ failed      └─ no ack → unknown
 *     │ deadline → expired                                                                         └─lost──→ FINDING, then again
 * </pre>
 */
final class MessageSending {
    private enum Step {
        WAITING,
        FINDING,
        PREPARING,
        SENDING,
        UNACKNOWLEDGED
    }

    private static final long AGAIN_MILLIS = 300;
    private static final long MEDIA_AGAIN_MILLIS = 3000;
    private static final String NOT_CONNECTED = "NOT_CONNECTED";

    private final HostContext host;
    private final PageKeeper page;
    private final Mailbox.Item item;
    private final SendMessage message;
    private final Content content;
    private final String messageId;
    private final Instant deadline;
    private final long readyBy;
    private Step step = Step.WAITING;
    private boolean possiblyAttempted;
    private boolean missed; // it was looked up and not found, after it may have been attempted
    private boolean counted; // by the pacer
    private boolean acknowledged;
    private boolean failed; // WhatsApp has taken it back
    private long ackBy;
    private long lookUpBy = Long.MAX_VALUE;
    private long mediaBy = Long.MAX_VALUE;
    private long nextTry;
    private @Nullable PageFile file;
    private @Nullable Verdict verdict;

    /**
     * @param index of the message within its command
     * @param possiblyAttempted [attempted-one] whether a predecessor may have sent it
     */
    MessageSending(
            HostContext host,
            PageKeeper page,
            Mailbox.Item item,
            int index,
            SendMessage message,
            Content content,
            boolean possiblyAttempted) {
        this.host = host;
        this.page = page;
        this.item = item;
        this.message = message;
        this.content = content;
        this.possiblyAttempted = possiblyAttempted;
        this.messageId = MessageIds.of(host.session, item.command().id(), index);
        this.deadline = item.command().deadline(item.recordTime());
        this.readyBy = host.in(host.settings.readyWait());
    }

    String messageId() {
        return messageId;
    }

    @Nullable Verdict verdict() {
        return verdict;
    }

    /** Whether nothing of it is on its way, so that it may be left to another owner. */
    boolean isWaiting() {
        return step == Step.WAITING || step == Step.PREPARING;
    }

    void progress() {
        if (verdict != null || !host.sure()) return;
        if (step == Step.UNACKNOWLEDGED) {
            if (acknowledged) end(Verdict.succeeded(Mode.OPEN, result()));
            else if (failed) end(Verdict.failed(Mode.OPEN, "SEND_FAILED", "WhatsApp's server has refused the message"));
            else if (host.reached(ackBy))
                end(Verdict.unknown(
                        Mode.OPEN,
                        "ACK_TIMEOUT",
                        "WhatsApp Web took the message, its server has not acknowledged it",
                        result()));
        } else if (step == Step.WAITING && host.reached(nextTry)) {
            begin();
        }
    }

    private void begin() {
        boolean expired = host.now().wall().isAfter(deadline);
        if (!possiblyAttempted && expired) end(Verdict.expired(Mode.OPEN));
        else if (page.isReady()) {
            if (possiblyAttempted && host.reached(lookUpBy))
                end(Verdict.unknown(
                        Mode.OPEN, "LOOKUP_FAILED", "it may have been sent, and WhatsApp Web can't tell", result()));
            else if (possiblyAttempted) { // [lookup, expired-lookup]
                if (lookUpBy == Long.MAX_VALUE) lookUpBy = host.in(host.settings.readyWait());
                step = Step.FINDING;
                host.emit(new Effect.Find(messageId, message.to()));
            } else if (mayLeave()) {
                if (content instanceof Content.Media media && file == null) prepare(media);
                else send();
            }
        } else notReady();
    }

    /** [attempted-one] Asked after the look-up: what was sent already is not refused. */
    private boolean mayLeave() {
        return switch (host.pacer.ask(host.now().wall())) {
            case Permission.Granted ignored -> true;
            case Permission.Later(Instant at) -> {
                nextTry = host.in(Duration.between(host.now().wall(), at));
                yield false;
            }
            case Permission.Refused refused -> {
                end(undone(Verdict.limited(Mode.OPEN, refused)));
                yield false;
            }
        };
    }

    private void prepare(Content.Media media) {
        if (mediaBy == Long.MAX_VALUE) mediaBy = host.in(host.settings.readyWait());
        step = Step.PREPARING;
        host.emit(new Effect.PrepareMedia(messageId, host.tenant, media));
    }

    private void send() {
        step = Step.SENDING;
        host.emit(new Effect.Send(
                new OutgoingMessage(
                        messageId,
                        message.to(),
                        content,
                        file,
                        message.replyTo(),
                        message.mentions() == null ? List.of() : message.mentions(),
                        Boolean.TRUE.equals(message.linkPreview())),
                item));
    }

    /** A ban lasts longer than a message waits for a page: it is refused at once. */
    private void notReady() {
        Optional<Permission.Refused> held = host.pacer.held(host.now().wall());
        if (held.isPresent() && !possiblyAttempted) {
            end(undone(Verdict.limited(Mode.OPEN, held.get())));
            return;
        }
        NotReady.verdict(page, host.reached(readyBy)).ifPresent(reason -> end(undone(reason)));
    }

    /** [lost-call] What may have been attempted and could not be looked up is unknown, whatever else stands in its way. */
    private Verdict undone(Verdict otherwise) {
        return possiblyAttempted || missed
                ? Verdict.unknown(Mode.OPEN, otherwise.code(), otherwise.text(), result())
                : otherwise;
    }

    private void end(Verdict reached) {
        verdict = reached;
        if (reached.status() == OutcomeStatus.UNKNOWN && possiblyAttempted) left(); // it may have
        if (content instanceof Content.Media) host.emit(new Effect.DropMedia(messageId));
    }

    void on(Input input) {
        switch (input) {
            case Input.FindAnswered answer when step == Step.FINDING -> found(answer.result());
            case Input.SendAnswered answer when step == Step.SENDING -> sent(answer.result());
            case Input.MediaPrepared(String id, Input.MediaResult result) when id.equals(messageId) -> prepared(result);
            case Input.Page(int ignored, PageEvent.MessageAck(String id, String chat, AckLevel level)) -> {
                if (!id.equals(messageId)) return;
                if (level == AckLevel.FAILED) failed = true;
                else acknowledged = true;
            }
            default -> {
                // not about this message
            }
        }
    }

    private void found(CallResult<Optional<SentMessage>> result) {
        switch (result) {
            case CallResult.Done<Optional<SentMessage>>(var known) -> {
                if (known.isPresent()) taken(known.get());
                else notFound();
            }
            case CallResult.Refused<Optional<SentMessage>> ignored -> again();
            case CallResult.Lost<Optional<SentMessage>> ignored -> again();
        }
    }

    private void notFound() {
        possiblyAttempted = false;
        missed = true;
        step = Step.WAITING;
        if (message.delivery() == Delivery.AT_MOST_ONCE)
            end(Verdict.unknown(
                    Mode.OPEN, "POSSIBLY_SENT", "it may have been sent, and was to be sent at most once", result()));
        else if (host.now().wall().isAfter(deadline)) end(Verdict.expired(Mode.OPEN));
    }

    private void prepared(Input.MediaResult result) {
        if (step != Step.PREPARING) return;
        step = Step.WAITING;
        switch (result) {
            case Input.MediaResult.Ready(PageFile ready) -> file = ready;
            case Input.MediaResult.Refused(String code, String text) ->
                end(undone(Verdict.failed(Mode.OPEN, code, text)));
            case Input.MediaResult.Unavailable(String code, String text) -> {
                if (host.reached(mediaBy)) end(undone(Verdict.failed(Mode.OPEN, code, text)));
                else nextTry = host.now().monotonic() + MEDIA_AGAIN_MILLIS;
            }
        }
    }

    private void sent(CallResult<SentMessage> result) {
        switch (result) {
            case CallResult.Done<SentMessage>(var taken) -> taken(taken);
            case CallResult.Refused<SentMessage>(String code, String text, var retryAt) -> {
                if (code.equals(NOT_CONNECTED) && !host.reached(readyBy))
                    again(); // nothing was done; the connection comes back
                else if (code.equals(Permission.WHATSAPP_RESTRICTED))
                    end(undone(Verdict.restricted(Mode.OPEN, text, retryAt)));
                else end(undone(Verdict.failed(Mode.OPEN, code, text)));
            }
            case CallResult.Lost<SentMessage> ignored -> {
                possiblyAttempted = true;
                again();
            }
        }
    }

    private void again() {
        step = Step.WAITING;
        nextTry = host.now().monotonic() + AGAIN_MILLIS;
    }

    private void taken(SentMessage taken) {
        step = Step.UNACKNOWLEDGED;
        left();
        if (taken.ack() >= AckLevel.SENT.level()) acknowledged = true;
        ackBy = host.in(host.settings.ackWait());
    }

    /** It counts once, whoever has sent it: what a predecessor had sent of a command is in no outcome yet. */
    private void left() {
        if (!counted) host.pacer.sent(host.now().wall());
        counted = true;
    }

    private Map<String, String> result() {
        return Map.of("messageId", messageId);
    }
}
