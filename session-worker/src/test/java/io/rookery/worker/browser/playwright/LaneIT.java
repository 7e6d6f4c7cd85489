package io.rookery.worker.browser.playwright;

import static io.rookery.worker.browser.playwright.World.done;
import static io.rookery.worker.browser.playwright.World.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.WhatsAppPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many sessions on one thread. */
class LaneIT {
    private static final int SESSIONS = 10;
    private static final int BURST = 2_000;

    @TempDir
    Path directory;

    @Test
    void tenSessionsShareADriver() throws IOException {
        try (World world = new World(directory, settings -> settings.withSessionsPerLane(SESSIONS))) {
            List<String> numbers = new ArrayList<>();
            List<Story> stories = new ArrayList<>();
            List<CompletionStage<WhatsAppPage>> openings = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                numbers.add(world.newPhone());
                stories.add(new Story());
                openings.add(world.browsers.open(world.fresh("s" + i), stories.get(i)));
            }
            for (int i = 0; i < SESSIONS; i++)
                world.phones.scan(
                        numbers.get(i),
                        stories.get(i).next(PageEvent.QrCode.class).code());
            for (Story story : stories) story.next(PageEvent.Ready.class);
            List<WhatsAppPage> pages = openings.stream().map(World::now).toList();
            assertThat(drivers()).hasSize(1);
            assertThat(world.meters.get("rookery.browser.open").gauge().value()).isEqualTo(SESSIONS);

            // Each writes to the next one.
            for (int i = 0; i < SESSIONS; i++)
                done(pages.get(i)
                        .send(World.text("3EB0AAAAAAAAAAAAAAAA0" + i, numbers.get((i + 1) % SESSIONS), "from " + i)));
            for (int i = 0; i < SESSIONS; i++) {
                String from = "from " + i;
                stories.get((i + 1) % SESSIONS)
                        .next(
                                PageEvent.MessageReceived.class,
                                received -> from.equals(received.message().text()));
            }
            now(CompletableFuture.allOf(pages.stream()
                    .map(page -> page.close().toCompletableFuture())
                    .toArray(CompletableFuture[]::new)));
            assertThat(world.meters.get("rookery.browser.crashes").counter().count())
                    .isZero();
        }
        await().untilAsserted(() -> assertThat(drivers()).isEmpty());
    }

    /** What waits at a reconnection, or is told again after a worker's death, may be much. */
    @Test
    void aBurstOfEventsEndsNoLane() throws IOException {
        try (World world = new World(directory, settings -> settings)) {
            String alice = world.newPhone();
            String bob = world.newPhone();
            Story story = new Story();
            WhatsAppPage page = world.paired("burst", alice, story);
            for (int i = 0; i < BURST; i++) world.phones.write(bob, alice, "number " + i);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> story.all(PageEvent.MessageReceived.class).size() == BURST);
            done(page.catchUp(Instant.EPOCH));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> story.all(PageEvent.MessageReceived.class).size() == 2 * BURST);
            story.hasNo(PageEvent.Crashed.class);
            now(page.close());
        }
    }

    private List<Long> drivers() {
        return ProcessTree.carrying(Guard.MARKER + "=" + Guard.markerOf(directory), "no command line").stream()
                .filter(pid -> ProcessHandle.of(pid)
                        .flatMap(process -> process.info().commandLine())
                        .orElse("")
                        .contains("run-driver"))
                .toList();
    }
}
