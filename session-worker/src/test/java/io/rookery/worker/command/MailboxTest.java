package io.rookery.worker.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.SessionId;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final SessionId ALICE = new SessionId("alice");
    private final AtomicInteger arrivals = new AtomicInteger();
    private final Mailbox mailbox = new Mailbox(ALICE, 3, 10, 2, arrivals::incrementAndGet);

    @Test
    void aNewMailbox_takesNothingBeforeTheReaderStandsAtItsStart() {
        mailbox.offer(10, item(10));
        assertThat(mailbox.first()).isNull();
        assertThat(mailbox.wantedPosition()).contains(10L);
        mailbox.sought(11);
        mailbox.offer(11, item(11));
        assertThat(mailbox.first()).as("sought behind its start").isNull();
        mailbox.sought(9);
        mailbox.offer(9, item(9));
        mailbox.offer(10, item(10));
        assertThat(mailbox.first()).isEqualTo(item(10));
        assertThat(arrivals).hasValue(1);
    }

    @Test
    void otherSessionsRecords_moveThePositionOn() {
        mailbox.sought(10);
        mailbox.offer(10, null);
        mailbox.offer(11, null);
        assertThat(mailbox.handled()).isEqualTo(11);
        mailbox.offer(12, item(12));
        assertThat(mailbox.handled()).isEqualTo(11);
        mailbox.removeFirst(12);
        assertThat(mailbox.handled()).isEqualTo(12);
    }

    @Test
    void aRecordThatIsReadAgain_isTakenOnce() {
        mailbox.sought(10);
        mailbox.offer(10, item(10));
        mailbox.offer(10, item(10));
        assertThat(mailbox.size()).isEqualTo(1);
    }

    @Test
    void aFullMailbox_dropsAndWantsTheReaderBack_onceThereIsRoom() {
        mailbox.sought(10);
        for (long offset = 10; offset < 15; offset++) mailbox.offer(offset, item(offset));
        assertThat(mailbox.size()).isEqualTo(2);
        assertThat(mailbox.wantedPosition()).as("no room yet").isEmpty();
        mailbox.removeFirst(10);
        assertThat(mailbox.wantedPosition()).contains(12L);
        mailbox.offer(15, item(15));
        assertThat(mailbox.size()).as("nothing behind the gap").isEqualTo(1);
        mailbox.sought(12);
        mailbox.offer(12, item(12));
        assertThat(mailbox.size()).isEqualTo(2);
    }

    @Test
    void aFullMailbox_wantsTheReaderBack_whenItIsHalfEmpty_andIsFullUntilThen() {
        var calls = new AtomicInteger();
        var large = new Mailbox(ALICE, 0, 0, 10, () -> {});
        large.whenWanting(calls::incrementAndGet);
        large.sought(0);
        for (long offset = 0; offset < 11; offset++) large.offer(offset, item(offset));
        for (long offset = 0; offset < 4; offset++) large.removeFirst(offset);
        assertThat(large.wantedPosition()).isEmpty();
        assertThat(large.isFull()).isTrue();
        assertThat(calls).hasValue(0);
        large.removeFirst(4);
        assertThat(large.wantedPosition()).contains(10L);
        assertThat(large.isFull()).isFalse();
        large.removeFirst(5);
        assertThat(calls).hasValue(1);
    }

    @Test
    void offsetsWithoutARecord_countAsRead() {
        mailbox.readUpTo(20);
        assertThat(mailbox.handled()).as("not sought yet").isEqualTo(9);
        mailbox.sought(10);
        mailbox.readUpTo(20);
        assertThat(mailbox.handled()).isEqualTo(19);
        mailbox.offer(19, item(19));
        assertThat(mailbox.size()).isZero();
    }

    @Test
    void onlyTheFirstCommandCanBeRemoved() {
        mailbox.sought(10);
        mailbox.offer(10, item(10));
        assertThatThrownBy(() -> mailbox.removeFirst(11)).isInstanceOf(IllegalStateException.class);
    }

    private static Mailbox.Item item(long offset) {
        CommandMessage message =
                CommandMessage.of(ALICE, new CommandId("c" + offset), Instant.EPOCH, new Command.Close());
        return new Mailbox.Item(offset, Instant.EPOCH, message);
    }
}
