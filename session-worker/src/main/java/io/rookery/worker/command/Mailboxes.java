package io.rookery.worker.command;

import io.rookery.events.DecodedCommand;
import io.rookery.events.SessionId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The mailboxes of one worker, and how its one reader fills them: which partitions it reads, where it seeks to, and what it hands to whom. Mailboxes come and go on any
 * thread; everything else is the reader's thread's. One turn is {@link #prepare}, a fetch, {@link #deliver} of each record, {@link #advance}.
 */
public final class Mailboxes {

    /** Where the reader stands. May throw what its client throws; the turn is then begun again. */
    public interface Cursor {
        Set<Integer> assignment();

        /** Reads exactly these partitions from now on; those that it had keep their positions. */
        void assign(Set<Integer> partitions);

        /** The offset of the next record of an assigned partition. */
        long position(int partition);

        /** Goes on at that offset, and throws away what was fetched of the partition. */
        void seek(int partition, long position);
    }

    private final ToIntFunction<SessionId> home;
    private final List<Mailbox> all = new CopyOnWriteArrayList<>();

    /** @param home the partition of a session's commands */
    public Mailboxes(ToIntFunction<SessionId> home) {
        this.home = home;
    }

    public void add(Mailbox mailbox) {
        all.add(mailbox);
    }

    public void remove(Mailbox mailbox) {
        all.remove(mailbox);
    }

    /** Brings the reader where the mailboxes need it. @return whether there is anything to read */
    public boolean prepare(Cursor cursor) {
        assign(cursor);
        for (int partition : cursor.assignment()) seekBack(cursor, partition);
        return !cursor.assignment().isEmpty();
    }

    private void assign(Cursor cursor) {
        Set<Integer> wanted = all.stream().map(Mailbox::partition).collect(Collectors.toSet());
        if (wanted.equals(cursor.assignment())) return;
        Set<Integer> added = new HashSet<>(wanted);
        added.removeAll(cursor.assignment());
        cursor.assign(wanted);
        for (int partition : added) wantedPosition(partition).ifPresent(position -> seek(cursor, partition, position));
    }

    /** [gap] A mailbox that is new, or has dropped something, takes nothing before the reader stands at or before its next position. */
    private void seekBack(Cursor cursor, int partition) {
        OptionalLong wanted = wantedPosition(partition);
        if (wanted.isPresent()) seek(cursor, partition, Math.min(cursor.position(partition), wanted.getAsLong()));
    }

    private OptionalLong wantedPosition(int partition) {
        return all.stream()
                .filter(mailbox -> mailbox.partition() == partition)
                .flatMap(mailbox -> mailbox.wantedPosition().stream())
                .mapToLong(Long::longValue)
                .min();
    }

    private void seek(Cursor cursor, int partition, long position) {
        cursor.seek(partition, position);
        for (Mailbox mailbox : all) if (mailbox.partition() == partition) mailbox.sought(position);
    }

    /**
     * Hands one fetched record out. What is wrong, or not at home in this partition, is admission's, but counts as read.
     *
     * @param command asked only where some mailbox needs the record: most of what follows a full one is read for nothing
     */
    public void deliver(int partition, long offset, Instant time, Supplier<DecodedCommand> command) {
        List<Mailbox> needing = all.stream()
                .filter(mailbox -> mailbox.partition() == partition && mailbox.needs(offset))
                .toList();
        if (needing.isEmpty()) return;
        Mailbox.@Nullable Item item = item(partition, offset, time, command.get());
        for (Mailbox mailbox : needing) {
            boolean mine = item != null && item.command().session().equals(mailbox.session());
            mailbox.offer(offset, mine ? item : null);
        }
    }

    private Mailbox.@Nullable Item item(int partition, long offset, Instant time, DecodedCommand command) {
        if (!(command instanceof DecodedCommand.Valid(var message))) return null;
        if (home.applyAsInt(message.session()) != partition) return null;
        return new Mailbox.Item(offset, time, message);
    }

    /** Everything that was fetched is delivered: offsets that hold no record – aged out, or marks of a transaction – count as read, too. */
    public void advance(Cursor cursor) {
        for (int partition : cursor.assignment()) {
            long position = cursor.position(partition);
            for (Mailbox mailbox : all) if (mailbox.partition() == partition) mailbox.readUpTo(position);
        }
    }
}
