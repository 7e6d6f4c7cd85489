package io.rookery.worker.browser.playwright;

import static io.rookery.worker.browser.playwright.World.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Command;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageRequest;
import io.rookery.worker.browser.WhatsAppPage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Which WhatsApp Web runs: real Chromium, the simulator, and documents of other versions than the one that it serves. */
class WebVersionIT {
    private static final String SERVED = "2.3000.1044822804";

    @TempDir
    Path directory;

    private Path folder = Path.of("");

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createDirectory(directory.resolve("versions"));
    }

    @Test
    void thePinnedVersionRuns_fromTheFirstCodeOn_afterARestart_andAtAnotherWorker() throws IOException {
        try (World world = new World(directory.resolve("first"), settings -> pinned(settings, "2.3000.1"))) {
            Story story = new Story();
            now(world.paired("alice", world.newPhone(), story).close());
            assertThat(version(story)).isEqualTo("2.3000.1");
            Story again = new Story();
            now(opened(world.browsers, world.restored("alice", 2), again).close());
            assertThat(version(again)).isEqualTo("2.3000.1");

            Path other = directory.resolve("other");
            Path profile = copied(world.profile("alice"), other.resolve("profiles/alice"));
            try (PlaywrightBrowsers browsers = browsers(world, other, "2.3000.2")) {
                Story moved = new Story();
                now(opened(browsers, World.request("alice", 3, profile, true, Duration.ofMinutes(1)), moved)
                        .close());
                assertThat(version(moved)).isEqualTo("2.3000.2");
                moved.hasNo(PageEvent.QrCode.class);
            }
        }
    }

    @Test
    void aPageThatStartsOver_isThePinnedVersionAgain() throws IOException {
        try (World world = new World(directory.resolve("first"), settings -> pinned(settings, "2.3000.1"))) {
            Story story = new Story();
            String number = world.newPhone();
            WhatsAppPage page = world.paired("alice", number, story);
            world.phones.unlinkAll(number); // the page starts over with another query
            story.next(PageEvent.LoggedOut.class);
            now(page.close());
            Story later = new Story();
            WhatsAppPage fresh =
                    world.open(World.request("alice", 2, world.profile("alice"), false, Duration.ofMinutes(1)), later);
            world.phones.scan(number, later.next(PageEvent.QrCode.class).code());
            assertThat(version(later)).isEqualTo("2.3000.1");
            now(fresh.close());
        }
    }

    @Test
    void aServiceWorkerThatHasKeptAnotherDocument_doesNotWin() throws IOException {
        Path first = directory.resolve("first");
        try (World world = new World(first, WebVersionIT::kept)) {
            Story story = new Story();
            now(world.paired("alice", world.newPhone(), story).close());
            assertThat(version(story)).isEqualTo(SERVED);
            world.phones.set("web-version", Map.of("version", "2.3000.9999999999"));
            Story again = new Story();
            now(opened(world.browsers, world.restored("alice", 2), again).close());
            assertThat(version(again)).as("the service worker answers").isEqualTo(SERVED);

            Path other = directory.resolve("other");
            Path profile = copied(world.profile("alice"), other.resolve("profiles/alice"));
            document("2.3000.1", "2.3000.1");
            try (PlaywrightBrowsers browsers = new PlaywrightBrowsers(
                    on(kept(world.settings()), other).withWebVersion(WebVersion.of(folder, "2.3000.1")),
                    new SimpleMeterRegistry(),
                    InstantSource.system())) {
                for (int epoch = 3; epoch <= 4; epoch++) {
                    Story pinned = new Story();
                    now(opened(browsers, World.request("alice", epoch, profile, true, Duration.ofMinutes(1)), pinned)
                            .close());
                    assertThat(version(pinned)).isEqualTo("2.3000.1");
                    pinned.hasNo(PageEvent.QrCode.class);
                }
            }
        }
    }

    @Test
    void onlyTheDocumentIsPinned_andNobodyTellsThePageOfANewerOne() throws IOException {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        Files.writeString(folder.resolve("1.2.3.html"), """
                <img src="/picture?document=1"><script>
                fetch('/check-update?version=1').then(() => fetch('/told'), () => fetch('/not-told'))
                  .then(() => fetch('/?by=script')).then(() => {
                    if (!location.search.includes('again')) location.replace('/start?again=1');
                    else fetch('/second');
                  });
                </script>""");
        String origin = "http://127.0.0.1:" + server.getAddress().getPort();
        try (PlaywrightBrowsers browsers = new PlaywrightBrowsers(
                PlaywrightSettings.of(directory)
                        .withPage(origin + "/start?session={session}", List.of())
                        .withWebVersion(WebVersion.of(folder, "1.2.3")),
                new SimpleMeterRegistry(),
                InstantSource.system())) {
            Path profile = Files.createDirectories(directory.resolve("profile"));
            var opening = browsers.open(World.request("s", 1, profile, false, Duration.ofMinutes(1)), event -> {});
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(asked).contains("/second"));
            assertThat(opening.toCompletableFuture()).isNotDone();
            assertThat(asked)
                    .contains("/picture?document=1", "/not-told", "/?by=script")
                    .doesNotContain("/told")
                    .noneMatch(it -> it.startsWith("/start") || it.startsWith("/check-update"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void itIsPinnedBehindAProxyThatWantsAPassword_too() throws IOException {
        try (var proxy = new TestProxy("somebody", "secret");
                World world = new World(directory.resolve("first"), settings -> pinned(settings, "2.3000.1"))) {
            PageRequest fresh = world.fresh("alice");
            Story story = new Story();
            WhatsAppPage page = world.open(
                    new PageRequest(
                            fresh.session(),
                            fresh.epoch(),
                            fresh.worker(),
                            fresh.profile(),
                            false,
                            fresh.pairing(),
                            new Command.Proxy(proxy.address(), "somebody", "secret"),
                            fresh.deadline()),
                    story);
            world.phones.scan(
                    world.newPhone(), story.next(PageEvent.QrCode.class).code());
            assertThat(version(story)).isEqualTo("2.3000.1");
            assertThat(proxy.asked).as("the scripts").isNotEmpty();
            now(page.close());
        }
    }

    @Test
    void aDocumentThatIsAnotherVersionThanItsName_isWarnedOf_once() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(PinnedDocument.class);
        ListAppender<ILoggingEvent> written = new ListAppender<>();
        written.start();
        logger.addAppender(written);
        document("2.3000.7", "2.3000.8");
        try (World world =
                new World(directory.resolve("first"), it -> it.withWebVersion(WebVersion.of(folder, "2.3000.7")))) {
            Story story = new Story();
            WhatsAppPage page = world.paired("alice", world.newPhone(), story);
            world.phones.dropSocket("alice");
            story.hasAtLeast(2, PageEvent.Ready.class);
            assertThat(version(story)).isEqualTo("2.3000.8");
            now(page.close());
        } finally {
            logger.detachAppender(written);
        }
        assertThat(written.list)
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .singleElement()
                .satisfies(line ->
                        assertThat(String.valueOf(line.getKeyValuePairs())).contains("alice", "2.3000.7", "2.3000.8"));
    }

    @Test
    void theDocumentOfAVersionThatWorks_isKept_andMayBePinned() throws IOException, InterruptedException {
        try (World world =
                new World(directory.resolve("first"), it -> it.withWebVersion(WebVersion.of(folder, null)))) {
            WhatsAppPage waiting = world.open(world.fresh("bob"), new Story());
            WhatsAppPage page = world.paired("alice", world.newPhone(), new Story());
            Path file = folder.resolve(SERVED + ".html");
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(file));
            assertThat(Files.readString(file)).isEqualTo(served(world));
            assertThat(WebVersion.of(folder, SERVED)).isInstanceOf(WebVersion.Pinned.class);
            now(page.close());
            now(waiting.close());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    private static String served(World world) throws IOException, InterruptedException {
        URI root = URI.create(world.settings().origin() + "/");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(root).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static WhatsAppPage opened(PlaywrightBrowsers browsers, PageRequest request, Story story) {
        WhatsAppPage page = now(browsers.open(request, story));
        story.next(PageEvent.Ready.class);
        return page;
    }

    private static String version(Story story) {
        return String.valueOf(story.next(PageEvent.Ready.class).webVersion());
    }

    private PlaywrightBrowsers browsers(World world, Path data, String version) {
        return new PlaywrightBrowsers(
                pinned(on(world.settings(), data), version), new SimpleMeterRegistry(), InstantSource.system());
    }

    private PlaywrightSettings pinned(PlaywrightSettings settings, String version) {
        document(version, version);
        return settings.withWebVersion(WebVersion.of(folder, version));
    }

    /** A stand-in's document, whose version the server does not decide. */
    private void document(String name, String version) {
        try {
            Files.writeString(folder.resolve(name + ".html"), """
                    <!DOCTYPE html>
                    <html lang="en"><head><meta charset="utf-8"><title>WhatsApp</title>
                    <script>window.simulatedVersion = '%s';</script>
                    <script src="page.js"></script></head>
                    <body><div id="app"></div><script src="start.js"></script></body></html>
                    """.formatted(version));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As a page of the simulator that a service worker keeps. */
    private static PlaywrightSettings kept(PlaywrightSettings settings) {
        return settings.withPage(settings.pageUrl() + "&kept=1", List.of());
    }

    private static PlaywrightSettings on(PlaywrightSettings settings, Path data) {
        return PlaywrightSettings.of(data).withPage(settings.pageUrl(), List.of());
    }

    private static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else if (Files.isRegularFile(file)) Files.copy(file, target);
            }
        }
        return to;
    }
}
