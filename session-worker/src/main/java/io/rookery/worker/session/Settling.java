package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.CommandType;
import io.rookery.events.Mode;
import io.rookery.worker.command.Mailbox;
import io.rookery.worker.lease.LeaseStore;
import org.jspecify.annotations.Nullable;

/**
 * How far an owner without a free slot goes. It answers, in order, everything up to the last close, log-out or destroy that waits, and what is past its deadline; before a command that needs
 * a browser it stops, and leaves the session to a worker that has room.
 */
final class Settling {
    private final HostContext host;
    private final Mailbox mailbox;
    private final long seen;
    private final long closing;

    /**
     * @param seen up to here admission had looked when the session was claimed
     * @param closing the last close, log-out or destroy that admission has noted
     */
    Settling(HostContext host, Mailbox mailbox, long seen, long closing) {
        this.host = host;
        this.mailbox = mailbox;
        this.seen = seen;
        this.closing = closing;
    }

    /** Whether it knows all that it can know; before that it decides nothing. */
    boolean isInView() {
        return mailbox.read() >= seen || mailbox.isFull();
    }

    /** Whether the command can be answered here. */
    boolean mayAnswer(Mailbox.Item item, Mode mode) {
        if (!isInView()) return false;
        if (ends(item.command().command()) || closesLater(item) || isExpired(item)) return true;
        return mode == Mode.CLOSING && !needsSlot(item.command().command()); // [closed-same]
    }

    /** Whether nothing is left to do here, and somebody with a free slot should have it. */
    boolean mustLeave(Mode mode) {
        if (!isInView()) return false;
        Mailbox.Item first = mailbox.first();
        return first == null ? mode == Mode.OPEN : !mayAnswer(first, mode);
    }

    private boolean closesLater(Mailbox.Item item) {
        return lastClose() > item.offset();
    }

    private long lastClose() {
        long last = closing;
        for (Mailbox.Item item : mailbox.items()) if (ends(item.command().command())) last = item.offset();
        return Math.max(last, closing);
    }

    /** Whether it ends the session, whatever its profile holds and however long it was idle. */
    static boolean ends(Command command) {
        if (command instanceof Command.Close close && close.conditional()) return false;
        if (command instanceof Command.Destroy destroy && destroy.conditional()) return false;
        return CommandType.of(command).endState().isPresent();
    }

    /** What a closed session needs a browser for, whatever waits behind it. */
    private static boolean needsSlot(Command command) {
        return command instanceof Command.Start || command instanceof Command.Destroy it && it.conditional();
    }

    private boolean isExpired(Mailbox.Item item) {
        return host.now().wall().isAfter(item.command().deadline(item.recordTime()));
    }

    /** What the next settler has to know, so that it comes only when there is something to do. */
    LeaseStore.Waiting left() {
        Mailbox.@Nullable Item first = mailbox.first();
        if (first == null) return new LeaseStore.Waiting(mailbox.read(), -1, -1, -1);
        long start = needsSlot(first.command().command()) ? first.offset() : -1;
        // Nothing behind the first one can be answered before it, expired or not.
        long expiresAt = first.command().deadline(first.recordTime()).toEpochMilli();
        return new LeaseStore.Waiting(mailbox.read(), -1, start, expiresAt);
    }
}
