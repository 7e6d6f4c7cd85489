package io.rookery.worker.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.rookery.events.Content;
import io.rookery.events.Content.MediaKind;
import io.rookery.events.TenantId;
import io.rookery.http.OutboundHttp;
import io.rookery.http.OutboundHttpSettings;
import io.rookery.store.InMemoryLargeObjects;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import io.rookery.store.media.MediaId;
import io.rookery.store.media.MediaInfo;
import io.rookery.store.media.MediaStore;
import io.rookery.worker.browser.PageFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where files come from, what they are, and what is not taken. */
class MediaSourcesTest {
    private static final byte[] PNG = bytes("\u0089PNG\r\n\u001A\n and so on");
    private static final byte[] HTML = bytes("<!doctype html><title>not a picture</title>");
    private static final long MAX = 100;

    @TempDir
    Path directory;

    private final InMemoryLargeObjects objects = new InMemoryLargeObjects();
    private HttpServer server;
    private MediaStore store;
    private MediaSources sources;

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().getPath().endsWith("html") ? HTML : PNG;
            exchange.sendResponseHeaders(
                    exchange.getRequestURI().getPath().startsWith("/gone") ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        var settings = new OutboundHttpSettings(
                Duration.ofSeconds(2), Duration.ofSeconds(5), 2, 2, Set.of(), List.of("127.0.0.1"));
        store = new MediaStore(objects, new NoSecret(), Files.createDirectory(directory.resolve("sealed")));
        sources = new MediaSources(new OutboundHttp(settings), store, MAX);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static Content.Media media(
            @Nullable MediaKind kind, @Nullable String url, @Nullable String mediaId, byte @Nullable [] given) {
        String base64 = given == null ? null : Base64.getEncoder().encodeToString(given);
        return new Content.Media(kind, url, mediaId, base64, null, null, null);
    }

    private PageFile fetch(Content.Media media) throws Exception {
        return sources.fetch(TenantId.DEFAULT, media, directory.resolve("file"));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void refused(Content.Media media, String code) {
        assertThatThrownBy(() -> fetch(media))
                .isInstanceOfSatisfying(
                        MediaRefused.class, it -> assertThat(it.code()).isEqualTo(code));
        assertThat(directory.resolve("file")).doesNotExist();
    }

    @Test
    void whatTheCommandBrings() throws Exception {
        PageFile file = fetch(media(null, null, null, PNG));
        assertThat(file.path()).hasBinaryContent(PNG);
        assertThat(file.kind()).isEqualTo(MediaKind.IMAGE);
        assertThat(file.mimeType()).isEqualTo("image/png");
        assertThat(file.fileName()).isEqualTo("image");
    }

    @Test
    void whatLiesAtAUrl_withTheNameThatItHasThere() throws Exception {
        PageFile file = fetch(media(null, url("/pictures/cat.png"), null, null));
        assertThat(file.path()).hasBinaryContent(PNG);
        assertThat(file.fileName()).isEqualTo("cat.png");
    }

    @Test
    void whatWasUploaded() throws Exception {
        Path upload = Files.write(directory.resolve("upload"), PNG);
        store.put(TenantId.DEFAULT, new MediaId("m1"), upload, MediaInfo.of(upload, "image/png", "dog.png"));
        PageFile file = fetch(media(null, null, "m1", null));
        assertThat(file.path()).hasBinaryContent(PNG);
        assertThat(file.fileName()).isEqualTo("dog.png");
        assertThatThrownBy(() ->
                        sources.fetch(new TenantId("other"), media(null, null, "m1", null), directory.resolve("other")))
                .as("another tenant's")
                .isInstanceOfSatisfying(
                        MediaRefused.class, it -> assertThat(it.code()).isEqualTo("MEDIA_NOT_FOUND"));
    }

    @Test
    void aPageThatPassesForAPicture_isRefused() {
        refused(media(MediaKind.IMAGE, url("/cat.png.html"), null, null), "MEDIA_UNSUPPORTED");
    }

    @Test
    void asADocument_anythingGoes_andTheSenderSaysWhatItIs() throws Exception {
        PageFile file = fetch(new Content.Media(
                MediaKind.DOCUMENT,
                null,
                null,
                Base64.getEncoder().encodeToString(HTML),
                "text/csv",
                "list.csv",
                null));
        assertThat(file.kind()).isEqualTo(MediaKind.DOCUMENT);
        assertThat(file.mimeType()).isEqualTo("text/csv");
        assertThat(file.fileName()).isEqualTo("list.csv");
    }

    @ParameterizedTest
    @CsvSource({"VOICE", "AUDIO", "VIDEO"})
    void aPictureIsNothingElse(MediaKind kind) {
        refused(media(kind, null, null, PNG), "MEDIA_UNSUPPORTED");
    }

    @Test
    void whatIsNotThere() {
        refused(media(null, url("/gone.png"), null, null), "MEDIA_NOT_FOUND");
        refused(media(null, null, "nobody-has-it", null), "MEDIA_NOT_FOUND");
    }

    @Test
    void whatIsTooLarge() throws Exception {
        byte[] large = Arrays.copyOf(PNG, (int) MAX + 1);
        Path upload = Files.write(directory.resolve("upload"), large);
        store.put(TenantId.DEFAULT, new MediaId("large"), upload, MediaInfo.of(upload, "image/png", null));
        refused(media(null, null, "large", null), "MEDIA_TOO_LARGE");
    }

    @Test
    void whatIsNoBase64_orNothingAtAll() {
        refused(new Content.Media(null, null, null, "AAAAA", null, null, null), "MEDIA_BROKEN");
        refused(media(null, null, null, new byte[0]), "MEDIA_BROKEN");
    }

    @Test
    void aPrivateAddress_isNotAsked() {
        refused(
                media(null, "http://127.0.0.2:" + server.getAddress().getPort() + "/cat.png", null, null),
                "MEDIA_URL_FORBIDDEN");
        refused(media(null, "file:///etc/passwd", null, null), "MEDIA_URL_INVALID");
    }

    @Test
    void aStoreThatIsAway_isWorthAnotherTry() {
        objects.away(true);
        assertThatThrownBy(() -> fetch(media(null, null, "m1", null)))
                .isInstanceOfSatisfying(
                        MediaUnavailable.class, it -> assertThat(it.code()).isEqualTo("STORE_UNAVAILABLE"));
    }

    /** Wraps nothing: what is stored here is not secret. */
    private static final class NoSecret implements MasterKeys {
        @Override
        public String primary() {
            return "none";
        }

        @Override
        public Wrapped wrap(byte[] secret, byte[] associatedData) {
            return new Wrapped("none", secret);
        }

        @Override
        public Optional<byte[]> unwrap(Wrapped wrapped, byte[] associatedData) throws KeyUnavailable {
            return Optional.of(wrapped.bytes());
        }
    }
}
