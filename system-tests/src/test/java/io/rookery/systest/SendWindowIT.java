package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Command.SendMessage;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.OutcomeStatus;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.systest.check.LedgerEntry;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * kill -9 of a worker while a message is out and its acknowledgement is not in: WhatsApp's server has the message, nobody else knows. {@code -Dsendwindow.kills=20} kills more often than the test run
 * does.
 */
@ExtendWith(SharedWorld.class)
class SendWindowIT {
    private static final int KILLS = Integer.getInteger("sendwindow.kills", 2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SESSION = "window";

    private final World world;

    SendWindowIT(World world) {
        this.world = world;
    }

    @Test
    void whatIsOutWhenItsWorkerDies_isShownOnce() {
        WorkerProcess worker = world.onlyWorker();
        String alice = world.phone();
        String bob = world.phone();
        world.writer().write(SESSION, "start", new Command.Start(null));
        world.link(SESSION, alice);
        world.tape().awaitReady(SESSION, 0, PATIENCE);
        world.awaitStored(SESSION);

        for (int kill = 0; kill < KILLS; kill++) {
            String id = "window-single-" + kill;
            world.people().delayAcks(alice, Duration.ofSeconds(30));
            world.writer().write(SESSION, id, SendMessage.text("+" + bob, id));
            awaitSent(id);
            die(worker, alice);
            assertThat(world.tape().awaitOutcome(SESSION, id).status()).isEqualTo(OutcomeStatus.SUCCEEDED);
            assertThat(shown(bob, id)).as("%s at the receiver", id).isEqualTo(1);
        }

        List<String> texts = IntStream.range(0, 4)
                .mapToObj(number -> "window-bulk-" + number)
                .toList();
        List<SendMessage> messages =
                texts.stream().map(text -> SendMessage.text("+" + bob, text)).toList();
        world.people().delayAcks(alice, Duration.ZERO);
        world.writer().write(SESSION, "bulk", new Command.SendBulk(messages, new Command.Pause(500, 500)));
        awaitSent("window-bulk-1");
        die(worker, alice);
        Event.Outcome outcome = world.tape().awaitOutcome(SESSION, "bulk");
        assertThat(outcome.result()).containsEntry("total", "4").containsEntry("succeeded", "4");
        assertThat(texts)
                .allSatisfy(text -> assertThat(shown(bob, text)).as(text).isEqualTo(1));
        System.out.printf(
                "send window: %d kills, %d messages, each shown once; %d came again under the same id and were dropped by the phone%n",
                KILLS + 1, KILLS + messages.size(), dropped(bob));
        world.writer().write(SESSION, "destroy", new Command.Destroy());
        assertThat(world.tape().awaitOutcome(SESSION, "destroy").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    private void awaitSent(String text) {
        Awaitility.await("send of " + text)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> world.people().ledger().stream()
                        .anyMatch(it -> it.is("send") && it.text().equals(text)));
    }

    /** Its worker dies, comes up again, and has the session back. */
    private void die(WorkerProcess worker, String alice) {
        int epoch = world.tape()
                .of(SESSION)
                .map(EventMessage::epoch)
                .filter(Objects::nonNull)
                .mapToInt(Epoch::value)
                .max()
                .orElseThrow();
        worker.kill();
        world.people().delayAcks(alice, Duration.ZERO);
        worker.start();
        world.tape().awaitReady(SESSION, epoch, PATIENCE);
    }

    /** How often the receiver's phone shows it. */
    private long shown(String bob, String text) {
        String messageId = sent(text).messageId();
        return world.people().ledger().stream()
                .filter(it -> it.is("deliver") && it.messageId().equals(messageId))
                .filter(it -> it.account().equals(bob))
                .count();
    }

    private LedgerEntry sent(String text) {
        return world.people().ledger().stream()
                .filter(it -> it.is("send") && it.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    /** What a page has sent again under the same id, and the receiver's phone has dropped. */
    private long dropped(String bob) {
        return world.people().ledger().stream()
                .filter(it -> it.is("duplicate") && it.account().equals(bob))
                .count();
    }
}
