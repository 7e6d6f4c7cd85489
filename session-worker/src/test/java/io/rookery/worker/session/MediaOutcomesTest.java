package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rookery.events.Command.SendMessage;
import io.rookery.events.Content;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.http.OutboundHttp;
import io.rookery.http.OutboundHttpSettings;
import io.rookery.store.media.MediaStore;
import io.rookery.worker.media.MediaFiles;
import io.rookery.worker.media.MediaSources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that can't be had, from a real server and a real disk to the command's outcome. Time passes in the host alone, so a minute of patience takes none. */
class MediaOutcomesTest {
    private static final int MAX = 100;
    private static final byte[] PNG = "\u0089PNG\r\n\u001A\n".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    Path directory;

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/busy", 503, new byte[0]);
        answer("/forbidden", 403, new byte[0]);
        answer("/gone", 404, new byte[0]);
        answer("/empty", 200, new byte[0]);
        answer("/large", 200, new byte[MAX + 1]);
        answer("/page.html", 200, "<!doctype html>".getBytes(StandardCharsets.US_ASCII));
        answer("/fine", 200, PNG);
        server.createContext("/page.png", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Content-Type", "image/png"); // it is none
            byte[] page = "<!doctype html>".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.createContext("/silent", exchange -> {
            asked.incrementAndGet();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private void answer(String path, int status, byte[] body) {
        server.createContext(path, exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/forbidden, , MEDIA_FETCH_FAILED, 1",
        "/gone, , MEDIA_NOT_FOUND, 1",
        "/empty, , MEDIA_BROKEN, 1",
        "/large, , MEDIA_TOO_LARGE, 1",
        "/page.html, IMAGE, MEDIA_UNSUPPORTED, 1",
        "/page.png, , MEDIA_UNSUPPORTED, 1",
        // a server may be itself again soon: asked for a minute
        "/busy, , MEDIA_FETCH_FAILED, 21",
        "/silent, , MEDIA_TIMEOUT, 21",
    })
    void aUrlThatGivesNoFile(String path, Content.@Nullable MediaKind kind, String code, int times) {
        Event.Outcome outcome =
                sent(kind, "http://127.0.0.1:" + server.getAddress().getPort() + path, directory);
        assertThat(outcome.code()).isEqualTo(code);
        assertThat(outcome.status()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(outcome.text()).isNotEmpty().doesNotContain(path);
        assertThat(asked.get()).isBetween(Math.min(times, 2), times);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://example.org/cat.png, MEDIA_URL_INVALID",
        "http://10.0.0.1/cat.png, MEDIA_URL_FORBIDDEN",
        "http://localhost/cat.png, MEDIA_URL_FORBIDDEN"
    })
    void aUrlThatIsNotAsked(String url, String code) {
        assertThat(sent(null, url, directory).code()).isEqualTo(code);
        assertThat(asked.get()).isZero();
    }

    @Test
    void aDiskThatTakesNoFile() throws IOException {
        Path full = Files.writeString(directory.resolve("a file where the directory should be"), "x");
        Event.Outcome outcome =
                sent(null, "http://127.0.0.1:" + server.getAddress().getPort() + "/fine", full);
        assertThat(outcome.code()).isEqualTo("DISK_UNAVAILABLE");
        assertThat(outcome.status()).isEqualTo(OutcomeStatus.FAILED);
    }

    private Event.Outcome sent(Content.@Nullable MediaKind kind, String url, Path disk) {
        var answers = new ArrayList<Input>();
        var media = new MediaRuntime(
                HostHarness.ALICE,
                Ports.of(sources(url), new MediaFiles(disk)),
                (message, target) -> {
                    throw new AssertionError("nothing comes in here");
                },
                answers::add);
        var host = HostHarness.started().ready().on(Effect.PrepareMedia.class, it -> {
            media.prepare(it);
            return Optional.of(answers.removeLast());
        });
        var file = new Content.Media(kind, url, null, null, null, null, null);
        host.command(
                        "m1",
                        new SendMessage(
                                "+491700000002", null, List.of(file), null, null, null, null, null, null, null, null))
                .pass(Duration.ofSeconds(65));
        assertThat(host.sentTexts).isEmpty();
        assertThat(host.outcomes()).hasSize(2); // of the start, and of the send
        return host.lastOutcome();
    }

    /** Patient on a busy machine, but with the server that never answers. */
    @SuppressWarnings("NullAway") // nothing is stored
    private static MediaSources sources(String url) {
        Duration patience = url.endsWith("/silent") ? Duration.ofMillis(100) : Duration.ofSeconds(30);
        var settings = new OutboundHttpSettings(patience, patience, 0, 2, Set.of(), List.of("127.0.0.1"));
        return new MediaSources(new OutboundHttp(settings), (MediaStore) null, MAX);
    }
}
