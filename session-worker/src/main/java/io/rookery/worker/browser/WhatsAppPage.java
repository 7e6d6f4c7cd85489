package io.rookery.worker.browser;

import io.rookery.events.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One session's page. Safe for use by many threads; nothing here blocks its caller. The answers complete on a thread that must not be blocked, each within its own
 * time limit (10 s unless said otherwise); a call that got no answer by then is {@link CallResult.Lost}. Calls are carried out in the order in which they were made.
 */
public interface WhatsAppPage {

    /**
     * Hands a message over to WhatsApp Web. Done means that the page has taken it, with the ack that it has by then; further acks come as events. A page that knows an own message of this id does not send
     * it again. With a file the limit is 2 min.
     */
    CompletionStage<CallResult<SentMessage>> send(OutgoingMessage message);

    /** Whether the page knows an own message of this id, and how far it has come. */
    CompletionStage<CallResult<Optional<SentMessage>>> find(String messageId, String to);

    /**
     * Does something that may be done twice without harm.
     *
     * @return what it brought, one entry for each part that was asked for; mostly nothing
     */
    CompletionStage<CallResult<List<Map<String, Object>>>> act(Command.InPage command);

    /**
     * Gets a message's file from WhatsApp and writes it to this disk (2 min). Beside the other calls, not in their order.
     *
     * @param target where nothing is yet; what is there after a failure is worthless
     */
    CompletionStage<CallResult<Downloaded>> download(MessageKey message, Path target);

    /** Which message: ids are unique within a chat and direction. */
    record MessageKey(String chatId, String messageId, boolean fromMe) {}

    /** @param sha256 hexadecimal */
    record Downloaded(long size, String sha256) {}

    /** Unlinks the device at WhatsApp (30 s). {@link PageEvent.LoggedOut} may come as well. */
    CompletionStage<CallResult<Void>> logOut();

    /** The page tells its messages since then once more, as {@link PageEvent.MessageReceived} and the like, and the acks of the last minutes; its listener knows which are news. */
    CompletionStage<CallResult<Void>> catchUp(Instant since);

    /** Has the page's own thread answer. Past the calls that are under way, so that a long one is no silence. */
    CompletionStage<CallResult<Pulse>> probe();

    /** Lets the page act until then, as its {@link PageDeadline} does, and tells it at once. An absolute time, so that a refresh which is delivered late grants nothing. */
    void extendDeadline(Instant until);

    /**
     * Stops every process and thread of the browser, runs the copy on another thread, and lets the browser go on, whatever the copy did.
     *
     * @return how long the browser stood still; fails with what the copy threw
     */
    CompletionStage<Duration> whileFrozen(FrozenWork copy);

    /** Closes the browser in order, so that its profile on disk is complete; kills it where it does not close within 5 s. Repeats are harmless. */
    CompletionStage<Void> close();

    /** Kills the browser at once. Repeats are harmless. */
    void kill();

    /** A message that the page knows: its ack is 0 (pending) to 4 (played). */
    record SentMessage(String messageId, String chatId, int ack) {}

    /** Work on the profile directory while the browser stands still. */
    @FunctionalInterface
    interface FrozenWork {
        void run() throws IOException;
    }
}
