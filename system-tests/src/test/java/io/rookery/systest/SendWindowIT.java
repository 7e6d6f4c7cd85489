package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Command.SendMessage;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.OutcomeStatus;
import io.rookery.quickstart.ClusterOptions;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.systest.check.LedgerEntry;
import io.rookery.systest.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of a worker while a message is out and its acknowledgement is not in: WhatsApp's server has the message, nobody else knows. {@code -Dsendwindow.kills=20} kills more often than the test run
 * does.
 */
class SendWindowIT {
    private static final int KILLS = Integer.getInteger("sendwindow.kills", 2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SESSION = "window";

    @Test
    void whatIsOutWhenItsWorkerDies_isShownOnce(@TempDir Path data) {
        try (World world = World.started(ClusterOptions.in(data))) {
            String alice = world.phone();
            String bob = world.phone();
            world.writer().write(SESSION, "start", new Command.Start(null));
            world.link(SESSION, alice);
            world.tape().awaitReady(SESSION, 0, PATIENCE);
            world.awaitStored(SESSION);

            for (int kill = 0; kill < KILLS; kill++) {
                String id = "single-" + kill;
                world.people().delayAcks(alice, Duration.ofSeconds(30));
                world.writer().write(SESSION, id, SendMessage.text("+" + bob, id));
                awaitSent(world, id);
                die(world, alice);
                assertThat(world.tape().awaitOutcome(SESSION, id).status()).isEqualTo(OutcomeStatus.SUCCEEDED);
                assertThat(shown(world, bob, id)).as("%s at the receiver", id).isEqualTo(1);
            }

            List<String> texts =
                    IntStream.range(0, 4).mapToObj(number -> "bulk-" + number).toList();
            List<SendMessage> messages = texts.stream()
                    .map(text -> SendMessage.text("+" + bob, text))
                    .toList();
            world.people().delayAcks(alice, Duration.ZERO);
            world.writer().write(SESSION, "bulk", new Command.SendBulk(messages, new Command.Pause(500, 500)));
            awaitSent(world, "bulk-1");
            die(world, alice);
            Event.Outcome outcome = world.tape().awaitOutcome(SESSION, "bulk");
            assertThat(outcome.result()).containsEntry("total", "4").containsEntry("succeeded", "4");
            assertThat(texts)
                    .allSatisfy(
                            text -> assertThat(shown(world, bob, text)).as(text).isEqualTo(1));
            System.out.printf(
                    "send window: %d kills, %d messages, each shown once; %d came again under the same id and were dropped by the phone%n",
                    KILLS + 1, KILLS + messages.size(), dropped(world, bob));
        }
    }

    private static void awaitSent(World world, String text) {
        Awaitility.await("send of " + text)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> world.people().ledger().stream()
                        .anyMatch(it -> it.is("send") && it.text().equals(text)));
    }

    /** Its worker dies, comes up again, and has the session back. */
    private static void die(World world, String alice) {
        int epoch = world.tape()
                .of(SESSION)
                .map(EventMessage::epoch)
                .filter(Objects::nonNull)
                .mapToInt(Epoch::value)
                .max()
                .orElseThrow();
        WorkerProcess worker = world.cluster().worker(0);
        worker.kill();
        world.people().delayAcks(alice, Duration.ZERO);
        worker.start();
        world.tape().awaitReady(SESSION, epoch, PATIENCE);
    }

    /** How often the receiver's phone shows it. */
    private static long shown(World world, String bob, String text) {
        String messageId = sent(world, text).messageId();
        return world.people().ledger().stream()
                .filter(it -> it.is("deliver") && it.messageId().equals(messageId))
                .filter(it -> it.account().equals(bob))
                .count();
    }

    private static LedgerEntry sent(World world, String text) {
        return world.people().ledger().stream()
                .filter(it -> it.is("send") && it.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    /** What a page has sent again under the same id, and the receiver's phone has dropped. */
    private static long dropped(World world, String bob) {
        return world.people().ledger().stream()
                .filter(it -> it.is("duplicate") && it.account().equals(bob))
                .count();
    }
}
