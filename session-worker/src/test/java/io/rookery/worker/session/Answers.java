package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.Content;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageFile;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import io.rookery.worker.event.OutcomeLog;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Answers of pages and predecessors, for the tests of the host. */
final class Answers {
    static final Command.SendMessage HELLO = Command.SendMessage.text("+491700000002", "hello");

    static final PageFile FILE =
            new PageFile(Path.of("/tmp/picture.png"), Content.MediaKind.IMAGE, "image/png", "picture.png");

    private Answers() {}

    /** The text of a message, or the name of its file. */
    static String text(Effect.Send send) {
        return switch (send.message().content()) {
            case Content.Text text -> text.text();
            case Content.Media media -> String.valueOf(media.caption());
            default -> send.message().content().toString();
        };
    }

    /** A call that answers nothing but that it was done. */
    @SuppressWarnings("NullAway")
    static CallResult<Void> done() {
        return new CallResult.Done<>(null);
    }

    static Optional<Input> taken(Effect.Send send, int ack) {
        return Optional.of(new Input.SendAnswered(
                new CallResult.Done<>(new SentMessage(send.message().messageId(), "chat", ack))));
    }

    static Optional<Input> found(Effect.Find find) {
        return Optional.of(new Input.FindAnswered(
                new CallResult.Done<>(Optional.of(new SentMessage(find.messageId(), "chat", 2)))));
    }

    static OutcomeLog.Entry entry(long position, int epoch, long offset, String command) {
        var outcome = new Event.Outcome(
                OutcomeStatus.SUCCEEDED, "OK", null, "type", 0, Long.toString(offset), Mode.OPEN, Map.of());
        return new OutcomeLog.Entry(position, new Epoch(epoch), new CommandId(command), outcome);
    }
}
