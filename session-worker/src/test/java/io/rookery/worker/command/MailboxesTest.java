package io.rookery.worker.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.DecodedCommand;
import io.rookery.events.SessionId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How one reader fills many mailboxes. */
class MailboxesTest {
    private static final SessionId ALICE = new SessionId("alice");
    private static final SessionId BOB = new SessionId("bob");
    private final Mailboxes mailboxes = new Mailboxes(session -> session.equals(BOB) ? 1 : 0);
    private final Reader reader = new Reader();

    @Test
    void withoutMailboxes_thereIsNothingToRead() {
        assertThat(mailboxes.prepare(reader)).isFalse();
    }

    @Test
    void exactlyThePartitionsOfTheMailboxes_areRead_fromWhereTheyBegin() {
        Mailbox alice = follow(ALICE, 0, 7);
        follow(BOB, 1, 3);
        assertThat(mailboxes.prepare(reader)).isTrue();
        assertThat(reader.positions).containsExactlyInAnyOrderEntriesOf(Map.of(0, 7L, 1, 3L));
        mailboxes.remove(alice);
        mailboxes.prepare(reader);
        assertThat(reader.positions).containsExactly(Map.entry(1, 3L));
    }

    @Test
    void aMailboxThatComesLater_hasTheReaderGoBack_butNeverForward() {
        Mailbox first = follow(ALICE, 0, 5);
        mailboxes.prepare(reader);
        reader.positions.put(0, 9L);
        follow(ALICE, 0, 7);
        mailboxes.prepare(reader);
        assertThat(reader.positions).containsEntry(0, 7L);
        follow(ALICE, 0, 20);
        mailboxes.prepare(reader);
        assertThat(reader.positions).as("what lies between is still wanted").containsEntry(0, 7L);
        deliver(0, 5, ALICE);
        assertThat(first.size()).isEqualTo(1);
    }

    @Test
    void aRecordGoesToItsSession_andCountsAsReadForTheOthers() {
        Mailbox alice = follow(ALICE, 0, 0);
        mailboxes.prepare(reader);
        deliver(0, 0, new SessionId("carol"));
        deliver(0, 1, ALICE);
        assertThat(alice.size()).isEqualTo(1);
        assertThat(alice.handled()).isZero();
    }

    @Test
    void whatIsWrongOrNotAtHome_isNotCarriedOut() {
        Mailbox alice = follow(ALICE, 0, 0);
        mailboxes.prepare(reader);
        mailboxes.deliver(0, 0, Instant.EPOCH, () -> new DecodedCommand.Undecodable("noise"));
        deliver(1, 0, ALICE);
        assertThat(alice.size()).isZero();
        assertThat(alice.handled()).isZero();
    }

    @Test
    void whatTheLogDoesNotHold_countsAsRead() {
        Mailbox alice = follow(ALICE, 0, 2);
        mailboxes.prepare(reader);
        reader.positions.put(0, 30L);
        mailboxes.advance(reader);
        assertThat(alice.handled()).isEqualTo(29);
    }

    @Test
    void whatNobodyNeeds_isNotEvenDecoded() {
        follow(ALICE, 0, 5);
        mailboxes.prepare(reader);
        mailboxes.deliver(0, 4, Instant.EPOCH, () -> fail("decoded"));
        mailboxes.deliver(1, 9, Instant.EPOCH, () -> fail("decoded"));
    }

    private Mailbox follow(SessionId session, int partition, long start) {
        var mailbox = new Mailbox(session, partition, start, 10, () -> {});
        mailboxes.add(mailbox);
        return mailbox;
    }

    private void deliver(int partition, long offset, SessionId session) {
        var command = CommandMessage.of(session, new CommandId("c" + offset), Instant.EPOCH, new Command.Close());
        mailboxes.deliver(partition, offset, Instant.EPOCH, () -> new DecodedCommand.Valid(command));
    }

    /** A reader without a log. */
    private static final class Reader implements Mailboxes.Cursor {
        private final Map<Integer, Long> positions = new HashMap<>();

        @Override
        public Set<Integer> assignment() {
            return Set.copyOf(positions.keySet());
        }

        @Override
        public void assign(Set<Integer> partitions) {
            positions.keySet().retainAll(partitions);
            partitions.forEach(partition -> positions.putIfAbsent(partition, 0L));
        }

        @Override
        public long position(int partition) {
            return positions.getOrDefault(partition, 0L);
        }

        @Override
        public void seek(int partition, long position) {
            positions.put(partition, position);
        }
    }
}
