package io.rookery.worker.browser.playwright;

import static io.rookery.worker.browser.playwright.World.done;
import static io.rookery.worker.browser.playwright.World.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.worker.browser.BrowserNotFound;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageUnavailable;
import io.rookery.worker.browser.WhatsAppPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold when something goes wrong. */
class SafetyIT {
    private static final String ID = "3EB0AAAAAAAAAAAAAAAAA1";

    @TempDir
    static Path directory;

    private static World world;

    @BeforeAll
    static void start() {
        world = new World(directory, UnaryOperator.identity());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void fallsSilentAtItsDeadline() throws IOException {
        String alice = world.newPhone();
        now(world.paired("alice", alice, new Story()).close());
        Story story = new Story();
        WhatsAppPage page = world.open(world.restored("alice", 2), story);
        story.next(PageEvent.Ready.class);
        Instant end = Instant.now().plusSeconds(5);
        page.extendDeadline(end);
        story.next(PageEvent.Crashed.class);
        assertThat(Instant.now()).isAfterOrEqualTo(end.minusMillis(50)).isBefore(end.plusSeconds(15));
        assertThat(now(page.send(World.text(ID, alice, "too late")))).isInstanceOf(CallResult.Lost.class);
        assertThat(world.phones.ledger("alice", "disconnect").stream()
                        .filter(entry -> entry.path("epoch").asString("").equals("2")))
                .hasSize(1);
        now(page.close());
    }

    @Test
    void theNewestWordCounts_alsoWhereItNamesAnEarlierTime() throws IOException {
        Story story = new Story();
        WhatsAppPage page = world.paired("clock", world.newPhone(), story);
        page.extendDeadline(Instant.now().plusSeconds(60));
        Instant end = Instant.now().plusSeconds(3); // as after a clock that was set back
        page.extendDeadline(end);
        story.next(PageEvent.Crashed.class);
        assertThat(Instant.now()).isBefore(end.plusSeconds(15));
        now(page.close());
    }

    @Test
    void aLinkedProfileWithoutItsSentinelIsBrokenAndShowsNoCode() throws IOException {
        now(world.paired("bob", world.newPhone(), new Story()).close());
        delete(world.profile("bob").resolve("Default/IndexedDB"));
        Story story = new Story();
        WhatsAppPage page = world.open(world.restored("bob", 2), story);
        assertThat(story.next(PageEvent.ProfileBroken.class).reason()).contains("IndexedDB");
        now(page.close());

        Story empty = new Story();
        WhatsAppPage nothing =
                world.open(World.request("nobody", 1, world.profile("nobody"), true, Duration.ofMinutes(1)), empty);
        empty.next(PageEvent.ProfileBroken.class);
        now(nothing.close());
        assertThat(story.kinds()).containsExactly("ProfileBroken");
        assertThat(empty.kinds()).containsExactly("ProfileBroken");
    }

    @Test
    void aDeviceThatIsLinkedAndClosedAtOnce_hasItsCredentialsOnDisk() throws IOException {
        for (int number = 0; number < 3; number++) {
            now(world.paired("henry-" + number, world.newPhone(), new Story()).close());
            Path stored = world.profile("henry-" + number).resolve("Default/Local Storage/leveldb");
            try (Stream<Path> tables = Files.list(stored)) {
                assertThat(tables.filter(table -> table.toString().endsWith(".log")))
                        .anyMatch(table -> contains(table, "rookery-sentinel"));
            }
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCopyOfAFrozenProfileIsWhole() throws IOException {
        String number = world.newPhone();
        Story first = new Story();
        WhatsAppPage page = world.paired("carol", number, first);
        Path copy = directory.resolve("profiles/copy");
        Duration stood = now(page.whileFrozen(() -> copy(world.profile("carol"), copy)));
        assertThat(stood).isLessThan(Duration.ofSeconds(15));
        assertThat(done(page.find(ID, number))).isEmpty();
        assertThatThrownBy(() -> now(page.whileFrozen(() -> {
                    throw new IOException("the disk is full");
                })))
                .hasRootCauseMessage("the disk is full");
        assertThat(done(page.find(ID, number))).as("it goes on").isEmpty();

        Story story = new Story();
        WhatsAppPage restored = world.open(World.request("carol", 2, copy, true, Duration.ofMinutes(1)), story);
        story.next(PageEvent.Ready.class);
        story.hasNo(PageEvent.QrCode.class);
        first.next(
                PageEvent.Conflict
                        .class); // the newest connection of a device wins, and the other one leaves it at that
        story.hasNo(PageEvent.Conflict.class);
        page.kill();
        now(page.close());
        now(restored.close());
    }

    @Test
    void aBrowserThatHangsIsKilledAndItsNeighbourGoesOn() throws IOException {
        String number = world.newPhone();
        Story story = new Story();
        Story neighbours = new Story();
        LanePage page = (LanePage) world.paired("dave", number, story);
        WhatsAppPage neighbour = world.paired("erin", world.newPhone(), neighbours);
        page.processes().orElseThrow().members().forEach(pid -> Posix.signal(pid, Posix.Signal.STOP));
        assertThat(now(page.find(ID, number))).isInstanceOf(CallResult.Lost.class);
        story.next(PageEvent.Crashed.class);
        assertThat(done(neighbour.find(ID, number))).isEmpty();
        neighbours.hasNo(PageEvent.Crashed.class);
        now(neighbour.close());
    }

    @Test
    void aStoppedBrowserDoesNotHoldUpItsClose() throws IOException {
        LanePage page = (LanePage) world.paired("frank", world.newPhone(), new Story());
        ProcessTree processes = page.processes().orElseThrow();
        processes.members().forEach(pid -> Posix.signal(pid, Posix.Signal.STOP));
        Instant asked = Instant.now();
        now(page.close());
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(30));
        assertThat(processes.members()).isEmpty();
    }

    @Test
    void reachesNoHostButThePagesOwn() throws IOException {
        var asked = new ConcurrentLinkedQueue<String>();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        int port = server.getAddress().getPort();
        String elsewhere = List.of("localhost:" + port, "127.0.0.2:" + port, "[::1]:" + port).stream()
                .map(host -> "await fetch('http://" + host + "/leak', {mode: 'no-cors'}).catch(() => {});")
                .collect(Collectors.joining());
        String page = "<script>(async () => {" + elsewhere + "fetch('/own')})()</script>";
        HttpServer neighbour = HttpServer.create(new InetSocketAddress("127.0.0.2", port), 0);
        HttpHandler answer = exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI());
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        };
        server.createContext("/", answer);
        neighbour.createContext("/", answer);
        server.start();
        neighbour.start();
        Path data = directory.resolve("elsewhere");
        try (PlaywrightBrowsers browsers = new PlaywrightBrowsers(
                PlaywrightSettings.of(data).withPage("http://127.0.0.1:" + port + "/", List.of()),
                new SimpleMeterRegistry(),
                InstantSource.system())) {
            Path profile = Files.createDirectories(data.resolve("profile"));
            var opening = browsers.open(World.request("s", 1, profile, false, Duration.ofMinutes(1)), event -> {});
            await().atMost(Duration.ofSeconds(30)).until(() -> asked.contains("127.0.0.1:" + port + "/own"));
            assertThat(asked).allMatch(request -> request.startsWith("127.0.0.1"));
            assertThat(opening.toCompletableFuture()).isNotDone();
        } finally {
            server.stop(0);
            neighbour.stop(0);
        }
    }

    @Test
    void aBrowserThatCrashesWhileItStarts_isStartedOnceMore() throws IOException {
        Path real = Chromium.find(Optional.empty(), System.getenv()).executable();
        Path crashed = directory.resolve("crashed");
        Path crashing = Files.writeString(directory.resolve("crashing-chromium"), """
                #!/bin/sh
                case "$*" in *--user-data-dir=*) [ -e '%1$s' ] || { : >'%1$s'; kill -SEGV $$; } ;; esac
                exec '%2$s' "$@"
                """.formatted(crashed, real));
        assertThat(crashing.toFile().setExecutable(true)).isTrue();
        try (World elsewhere =
                new World(directory.resolve("crash"), settings -> settings.withExecutable(Optional.of(crashing)))) {
            now(elsewhere.paired("grace", elsewhere.newPhone(), new Story()).close());
            assertThat(crashed).exists();
        }
    }

    @Test
    void saysThatThePageDidNotLoad() throws IOException {
        Path elsewhere = directory.resolve("nowhere");
        try (PlaywrightBrowsers browsers = new PlaywrightBrowsers(
                PlaywrightSettings.of(elsewhere).withPage("http://127.0.0.1:9/", List.of()),
                new SimpleMeterRegistry(),
                InstantSource.system())) {
            Path profile = Files.createDirectories(elsewhere.resolve("profile"));
            assertThatThrownBy(() ->
                            now(browsers.open(World.request("s", 1, profile, false, Duration.ofMinutes(1)), e -> {})))
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("did not load")
                    .satisfies(failure -> assertThat(PageUnavailable.reasonOf(failure))
                            .isEqualTo(PageUnavailable.Reason.PAGE_NOT_LOADED));
        }
    }

    @Test
    void saysThatThereIsNoBrowser() {
        assertThatThrownBy(() -> new PlaywrightBrowsers(
                        PlaywrightSettings.of(directory.resolve("none"))
                                .withExecutable(Optional.of(Path.of("/nowhere/chromium"))),
                        new SimpleMeterRegistry(),
                        InstantSource.system()))
                .isInstanceOf(BrowserNotFound.class)
                .hasMessageContaining("/nowhere/chromium");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(Optional.ofNullable(target.getParent()).orElseThrow());
                Files.copy(file, target);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
