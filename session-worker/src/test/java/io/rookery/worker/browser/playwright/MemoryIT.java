package io.rookery.worker.browser.playwright;

import static io.rookery.worker.browser.playwright.World.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.WhatsAppPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page that lives for weeks must not keep. */
class MemoryIT {
    private static final int SIZE = 4 << 20;
    private static final int FIRST = 5;
    private static final int FILES = 25;

    @TempDir
    Path directory;

    @Test
    void filesThatWereDownloaded_doNotStayInTheBrowsersMemory() throws IOException {
        try (World world = new World(directory, settings -> settings)) {
            String alice = world.newPhone();
            String bob = world.newPhone();
            Story story = new Story();
            WhatsAppPage page = world.paired("alice", alice, story);
            for (int number = 0; number < FIRST; number++) download(world, page, story, alice, bob, number);
            long before = memory(page);
            for (int number = FIRST; number < FIRST + FILES; number++) download(world, page, story, alice, bob, number);
            assertThat(memory(page) - before)
                    .as("bytes that the browser has grown by, with %d files of %d bytes", FILES, SIZE)
                    .isLessThan((long) FILES * SIZE / 2);
            World.now(page.close());
        }
    }

    @Test
    void aPageThatIsAskedTo_collectsItsGarbage() throws IOException {
        try (World world = new World(directory, settings -> settings)) {
            String bob = world.newPhone();
            WhatsAppPage page = world.paired("alice", world.newPhone(), new Story());
            for (int number = 0; number < 300; number++)
                done(page.send(World.text("3EB0%018X".formatted(number), "+" + bob, "hello " + number)));
            long before = memory(page);
            ((LanePage) page).askForCollection();
            await().until(() ->
                    world.meters.get("rookery.browser.collection").timer().count() == 1);
            assertThat(memory(page)).isLessThan(before);
            World.now(page.close());
        }
    }

    private void download(World world, WhatsAppPage page, Story story, String alice, String bob, int number)
            throws IOException {
        byte[] content = new byte[SIZE];
        new Random(number).nextBytes(content);
        Map<String, String> media = Map.of(
                "base64",
                Base64.getEncoder().encodeToString(content),
                "mimetype",
                "application/octet-stream",
                "filename",
                "noise.bin");
        String id = world.phones.write(bob, alice, Map.of("media", media));
        story.next(
                PageEvent.MessageReceived.class,
                received -> received.message().messageId().equals(id));
        Path target = directory.resolve("downloaded");
        assertThat(done(page.download(new WhatsAppPage.MessageKey(bob + "@c.us", id, false), target))
                        .size())
                .isEqualTo(SIZE);
        Files.delete(target);
    }

    /** Bytes that its processes have written: what they share with other browsers depends on those. */
    private static long memory(WhatsAppPage page) {
        return ((LanePage) page)
                .processes().orElseThrow().members().stream()
                        .mapToLong(MemoryIT::anonymous)
                        .sum();
    }

    private static long anonymous(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss_Anon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has just ended
        }
    }
}
