package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.Event.AckLevel;
import io.rookery.events.Mode;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import io.rookery.worker.command.Mailbox;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One send, from the mailbox to its verdict.
 *
 * <pre>
 *  WAITING ──ready──→ (possibly attempted? FINDING ──not there──→) SENDING ──taken──→ UNACKNOWLEDGED ──ack──→ succeeded
 *     │ not ready in time → failed         └─there→ as taken          ├─refused→ failed      └─ no ack → unknown
 *     │ deadline → expired                                            └─lost──→ FINDING, then again
 * </pre>
 */
final class TextSending {
    private enum Step {
        WAITING,
        FINDING,
        SENDING,
        UNACKNOWLEDGED
    }

    private static final long AGAIN_MILLIS = 300;
    private static final String NOT_CONNECTED = "NOT_CONNECTED";

    private final HostContext host;
    private final PageKeeper page;
    private final Mailbox.Item item;
    private final Command.SendText command;
    private final String messageId;
    private final Instant deadline;
    private final long readyBy;
    private Step step = Step.WAITING;
    private boolean possiblyAttempted;
    private boolean missed; // it was looked up and not found, after it may have been attempted
    private boolean acknowledged;
    private long ackBy;
    private long lookUpBy = Long.MAX_VALUE;
    private long nextTry;
    private @Nullable Verdict verdict;

    /** @param possiblyAttempted [attempted-one] whether a predecessor may have sent it */
    TextSending(
            HostContext host, PageKeeper page, Mailbox.Item item, Command.SendText command, boolean possiblyAttempted) {
        this.host = host;
        this.page = page;
        this.item = item;
        this.command = command;
        this.possiblyAttempted = possiblyAttempted;
        this.messageId = MessageIds.of(host.session, item.command().id(), 0);
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
        return step == Step.WAITING;
    }

    void progress() {
        if (verdict != null || !host.sure()) return;
        if (step == Step.UNACKNOWLEDGED) {
            if (acknowledged) verdict = Verdict.succeeded(Mode.OPEN, result());
            else if (host.reached(ackBy))
                verdict = Verdict.unknown(
                        Mode.OPEN,
                        "ACK_TIMEOUT",
                        "WhatsApp Web took the message, its server has not acknowledged it",
                        result());
        } else if (step == Step.WAITING && host.reached(nextTry)) {
            begin();
        }
    }

    private void begin() {
        boolean expired = host.now().wall().isAfter(deadline);
        if (!possiblyAttempted && expired) verdict = Verdict.expired(Mode.OPEN);
        else if (page.isReady()) {
            if (possiblyAttempted && host.reached(lookUpBy))
                verdict = Verdict.unknown(
                        Mode.OPEN, "LOOKUP_FAILED", "it may have been sent, and WhatsApp Web can't tell", result());
            else if (possiblyAttempted) { // [lookup, expired-lookup]
                if (lookUpBy == Long.MAX_VALUE) lookUpBy = host.in(host.settings.readyWait());
                step = Step.FINDING;
                host.emit(new Effect.Find(messageId, command.to()));
            } else {
                step = Step.SENDING;
                host.emit(new Effect.SendText(messageId, command.to(), command.text(), item));
            }
        } else notReady();
    }

    private void notReady() {
        if (page.isBarred()) {
            String code = page.barredAs() == SessionState.LOGGED_OUT ? "SESSION_LOGGED_OUT" : "SESSION_FAILED";
            verdict = undone(Verdict.rejected(Mode.OPEN, code, "the session is " + page.barredAs()));
        } else if (page.isUnlinked()) {
            verdict = undone(Verdict.rejected(Mode.OPEN, "SESSION_NOT_LINKED", "no phone has linked the session yet"));
        } else if (host.reached(readyBy)) {
            verdict =
                    undone(Verdict.failed(Mode.OPEN, "SESSION_NOT_READY", "the session did not become ready in time"));
        }
    }

    /** [lost-call] What may have been attempted and could not be looked up is unknown, whatever else stands in its way. */
    private Verdict undone(Verdict otherwise) {
        return possiblyAttempted || missed
                ? Verdict.unknown(Mode.OPEN, otherwise.code(), otherwise.text(), result())
                : otherwise;
    }

    void on(Input input) {
        switch (input) {
            case Input.FindAnswered answer -> found(answer.result());
            case Input.SendAnswered answer -> sent(answer.result());
            case Input.Page(int ignored, PageEvent.MessageAck(String id, String chat, AckLevel level)) -> {
                if (id.equals(messageId)) acknowledged = true;
            }
            default -> {
                // not about this message
            }
        }
    }

    private void found(CallResult<Optional<SentMessage>> result) {
        switch (result) {
            case CallResult.Done<Optional<SentMessage>>(var message) -> {
                if (message.isPresent()) taken(message.get());
                else {
                    possiblyAttempted = false;
                    missed = true;
                    step = Step.WAITING;
                    if (host.now().wall().isAfter(deadline)) verdict = Verdict.expired(Mode.OPEN);
                }
            }
            case CallResult.Refused<Optional<SentMessage>> ignored -> again();
            case CallResult.Lost<Optional<SentMessage>> ignored -> again();
        }
    }

    private void sent(CallResult<SentMessage> result) {
        switch (result) {
            case CallResult.Done<SentMessage>(var message) -> taken(message);
            case CallResult.Refused<SentMessage>(String code, String text) -> {
                if (code.equals(NOT_CONNECTED) && !host.reached(readyBy))
                    again(); // nothing was done; the connection comes back
                else verdict = undone(Verdict.failed(Mode.OPEN, code, text));
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

    private void taken(SentMessage message) {
        step = Step.UNACKNOWLEDGED;
        if (message.ack() >= AckLevel.SENT.level()) acknowledged = true;
        ackBy = host.in(host.settings.ackWait());
    }

    private Map<String, String> result() {
        return Map.of("messageId", messageId);
    }
}
