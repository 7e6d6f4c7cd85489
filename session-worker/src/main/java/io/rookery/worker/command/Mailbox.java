package io.rookery.worker.command;

import io.rookery.events.CommandMessage;
import io.rookery.events.SessionId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one owned session that are not answered yet, in offset order: it holds everything of the session below {@link #next}.
 *
 * <pre>
 *   done          handled           next
 *    │ answered …  │ commands held … │ not read yet, or dropped (gap: the reader must seek back to next before anything is taken again)
 * </pre>
 *
 * One reader offers, one host takes; safe for use by both threads. No I/O, no clock.
 */
public final class Mailbox {

    /**
     * A command at its place in the log.
     *
     * @param recordTime the record's timestamp in Kafka
     */
    public record Item(long offset, Instant recordTime, CommandMessage command) {}

    private final SessionId session;
    private final int partition;
    private final int capacity;
    private final Runnable arrival;
    private final Deque<Item> items = new ArrayDeque<>();
    private long next;
    private boolean gap = true;
    private volatile Runnable wanting = () -> {};

    /**
     * @param start the first position that is not answered
     * @param arrival called after a command has come in, on the reader's thread: must not block
     */
    public Mailbox(SessionId session, int partition, long start, int capacity, Runnable arrival) {
        this.session = session;
        this.partition = partition;
        this.next = start;
        this.capacity = capacity;
        this.arrival = arrival;
    }

    public SessionId session() {
        return session;
    }

    public int partition() {
        return partition;
    }

    /** Where the reader must seek to before this mailbox takes anything; empty where nothing is missing, or it is not half empty yet: to seek back for each single place would be dear. */
    public synchronized Optional<Long> wantedPosition() {
        return gap && isHalfEmpty() ? Optional.of(next) : Optional.empty();
    }

    private boolean isHalfEmpty() {
        return items.size() <= capacity / 2;
    }

    /** Whether an offer of this record would change anything. */
    synchronized boolean needs(long offset) {
        return !gap && offset >= next;
    }

    /** The reader stands at this position now, and has thrown away what it had fetched. */
    public synchronized void sought(long position) {
        if (position <= next && items.size() < capacity) gap = false;
    }

    /**
     * Offers the record at an offset of the partition.
     *
     * @param item the command, where the record is one of this session; null where it is another's, or not to be carried out
     */
    public void offer(long offset, @Nullable Item item) {
        if (take(offset, item)) arrival.run();
    }

    private synchronized boolean take(long offset, @Nullable Item item) {
        if (offset < next || gap) return false;
        if (item != null) {
            if (items.size() >= capacity) {
                gap = true;
                return false;
            }
            items.addLast(item);
        }
        next = offset + 1;
        return item != null;
    }

    /** The reader stands at this position and has delivered all there is below it; what it has not delivered does not exist (any more). */
    public void readUpTo(long position) {
        if (advance(position)) arrival.run();
    }

    private synchronized boolean advance(long position) {
        if (gap || position <= next) return false;
        next = position;
        return true;
    }

    public synchronized @Nullable Item first() {
        return items.peekFirst();
    }

    /** The first command is answered. */
    public void removeFirst(long offset) {
        if (remove(offset)) wanting.run();
    }

    private synchronized boolean remove(long offset) {
        Item first = items.peekFirst();
        if (first == null || first.offset() != offset)
            throw new IllegalStateException("the first command of " + session + " is not at " + offset);
        items.removeFirst();
        return gap && items.size() == capacity / 2;
    }

    /** @param action called on the host's thread when the mailbox begins to want the reader back: must not block */
    public void whenWanting(Runnable action) {
        wanting = action;
    }

    /** The position up to which everything of the session is answered, other sessions' records included. */
    public synchronized long handled() {
        Item first = items.peekFirst();
        return (first == null ? next : first.offset()) - 1;
    }

    /** Everything that it holds, in order. */
    public synchronized List<Item> items() {
        return List.copyOf(items);
    }

    /** It takes no more before some of what it holds is answered. */
    public synchronized boolean isFull() {
        return items.size() >= capacity || gap && !isHalfEmpty();
    }

    /** The position up to which the log was read for it. */
    public synchronized long read() {
        return next - 1;
    }

    public synchronized int size() {
        return items.size();
    }
}
