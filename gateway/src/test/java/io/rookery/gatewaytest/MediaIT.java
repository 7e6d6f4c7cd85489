package io.rookery.gatewaytest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.quickstart.Cluster;
import io.rookery.quickstart.MasterKeyFile;
import io.rookery.quickstart.S3Store;
import io.rookery.store.s3.S3ObjectStore;
import io.rookery.store.s3.S3Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files on a real store. */
@DirtiesContext
class MediaIT extends HttpTest {
    private static final int LARGEST = 1 << 20;

    @TempDir
    static Path directory;

    private static S3Store store;

    @BeforeAll
    static void startStore() {
        store = new S3Store(directory.resolve("s3"));
        store.start();
    }

    @AfterAll
    static void stopStore() {
        store.close();
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry properties) {
        Map<String, String> settings = Cluster.storeSettings(store, MasterKeyFile.in(directory.resolve("keys")));
        settings.forEach((name, value) -> properties.add(name, () -> value));
        properties.add("rookery.media.max-bytes", () -> "1MB");
        properties.add("rookery.media.uploads", () -> "2");
        properties.add("rookery.media.silence", () -> "6s");
        properties.add("rookery.media.directory", () -> directory.resolve("uploads"));
    }

    @Test
    void anotherTenantDoesNotFindIt() {
        String id = uploaded(client.post()
                        .uri("/v1/media")
                        .contentType(MediaType.IMAGE_PNG)
                        .bodyValue(content(10))
                        .exchange())
                .path("mediaId")
                .asString();
        WebTestClient foreign = with(key("owner", "acme", ""));
        answer(foreign.get().uri("/v1/media/" + id).exchange()).isProblem(404, "MEDIA_NOT_FOUND");
        foreign.method(HttpMethod.HEAD)
                .uri("/v1/media/" + id)
                .exchange()
                .expectStatus()
                .isNotFound();
        client.get().uri("/v1/media/" + id).exchange().expectStatus().isOk();
    }

    @Test
    void aFileGoesThereAndBack() throws Exception {
        byte[] content = content(300_000);

        JsonNode media = uploaded(client.post()
                .uri("/v1/media")
                .contentType(MediaType.IMAGE_JPEG)
                .header("Content-Disposition", "attachment; filename=\"cat.jpg\"")
                .bodyValue(content)
                .exchange());

        assertThat(media.path("mimeType").asString()).isEqualTo("image/jpeg");
        assertThat(media.path("fileName").asString()).isEqualTo("cat.jpg");
        assertThat(media.path("size").asLong()).isEqualTo(content.length);
        assertThat(media.path("sha256").asString()).isEqualTo(sha256(content));
        assertThat(media.path("mediaId").asString()).matches("[0-9a-f]{32}");
        EntityExchangeResult<byte[]> back = client.mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST))
                .build()
                .get()
                .uri("/v1/media/" + media.path("mediaId").asString())
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.IMAGE_JPEG)
                .expectHeader()
                .contentLength(content.length)
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader()
                .valueEquals("Cache-Control", "private")
                .expectHeader()
                .valueEquals("ETag", "\"" + sha256(content) + "\"")
                .expectBody()
                .returnResult();
        assertThat(back.getResponseBody()).isEqualTo(content);
        assertThat(back.getResponseHeaders().getFirst("Content-Disposition"))
                .startsWith("attachment;")
                .contains("cat.jpg");
        nothingIsLeft();
    }

    @Test
    void theHeadersAloneCanBeHad_andAFileThatIsKnownIsNotSentAgain() {
        byte[] content = content(1000);
        String id = id(client.post().uri("/v1/media").bodyValue(content).exchange());
        String etag = "\"" + sha256(content) + "\"";

        client.method(HttpMethod.HEAD)
                .uri("/v1/media/" + id)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentLength(1000)
                .expectHeader()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .expectHeader()
                .valueEquals("ETag", etag)
                .expectBody()
                .isEmpty();
        client.get()
                .uri("/v1/media/" + id)
                .header("If-None-Match", etag)
                .exchange()
                .expectStatus()
                .isNotModified()
                .expectBody()
                .isEmpty();
    }

    @Test
    void aFormWithAFileIsTaken() {
        byte[] content = content(200_000);
        var form = new MultipartBodyBuilder();
        form.part("file", named(content, "Übersicht 2026.pdf"), MediaType.APPLICATION_PDF);

        JsonNode media =
                uploaded(client.post().uri("/v1/media").bodyValue(form.build()).exchange());

        assertThat(media.path("mimeType").asString()).isEqualTo("application/pdf");
        assertThat(media.path("sha256").asString()).isEqualTo(sha256(content));
        HttpHeaders headers = client.get()
                .uri("/v1/media/" + media.path("mediaId").asString())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(byte[].class)
                .isEqualTo(content)
                .returnResult()
                .getResponseHeaders();
        assertThat(headers.getContentDisposition().getFilename()).isEqualTo("Übersicht 2026.pdf");
        assertThat(headers.getFirst("Content-Disposition")).contains("filename*=UTF-8''%C3%9Cbersicht%202026.pdf");
    }

    @Test
    void aFormWithSomethingElseIsRefused() throws Exception {
        var other = new MultipartBodyBuilder();
        other.part("picture", named(content(10), "a.png"));
        var two = new MultipartBodyBuilder();
        two.part("file", named(content(10), "a.png"));
        two.part("file", named(content(10), "b.png"));

        for (var form : List.of(other, two)) {
            answer(client.post().uri("/v1/media").bodyValue(form.build()).exchange())
                    .isProblem(400, "INVALID_REQUEST", "file");
        }
        answer(client.post()
                        .uri("/v1/media")
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .bodyValue("no form at all")
                        .exchange())
                .isProblem(400, "INVALID_REQUEST", "file");
        nothingIsLeft();
    }

    @Test
    void whatIsTooLargeIsRefused_whetherItSaysSoOrNot() throws Exception {
        byte[] justRight = content(LARGEST);
        byte[] tooLarge = content(LARGEST + 1);
        var form = new MultipartBodyBuilder();
        form.part("file", named(tooLarge, "a.png"));

        uploaded(client.post().uri("/v1/media").bodyValue(justRight).exchange());
        answer(client.post().uri("/v1/media").bodyValue(tooLarge).exchange()).isProblem(413, "MEDIA_TOO_LARGE");
        answer(client.post().uri("/v1/media").bodyValue(form.build()).exchange())
                .isProblem(413, "MEDIA_TOO_LARGE");
        assertThat(chunked(tooLarge)).contains("413", "MEDIA_TOO_LARGE");
        nothingIsLeft();
    }

    @Test
    void anEmptyFileIsNone() throws Exception {
        answer(client.post()
                        .uri("/v1/media")
                        .contentType(MediaType.IMAGE_PNG)
                        .bodyValue(new byte[0])
                        .exchange())
                .isProblem(400, "INVALID_REQUEST");
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "0123456789abcdef0123456789abcdef"})
    void whatIsNotThereIsNotFound(String id) {
        answer(client.get().uri("/v1/media/" + id).exchange()).isProblem(404, "MEDIA_NOT_FOUND");
        client.method(HttpMethod.HEAD)
                .uri("/v1/media/" + id)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void whatIsNoIdIsSaidToBeNone() {
        answer(client.get().uri("/v1/media/a.b").exchange()).isProblem(400, "INVALID_REQUEST", "mediaId");
    }

    @Test
    void aNameFromAFolderLosesIt() {
        JsonNode media = uploaded(client.post()
                .uri("/v1/media")
                .header("Content-Disposition", "attachment; filename=\"../../etc/passwd\"")
                .bodyValue(content(10))
                .exchange());

        assertThat(media.path("fileName").asString()).isEqualTo("passwd");
    }

    /** Two may be under way; one that stops sending is thrown out, and makes room. */
    @Test
    void moreUploadsThanMayBeAreRefused_untilThereIsRoom() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) slow.add(begun());
            await().untilAsserted(() -> answer(client.post()
                            .uri("/v1/media")
                            .bodyValue(content(10))
                            .exchange())
                    .isProblem(429, "TOO_MANY_REQUESTS"));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> uploaded(client.post()
                            .uri("/v1/media")
                            .bodyValue(content(10))
                            .exchange()));
            assertThat(new String(slow.getFirst().getInputStream().readNBytes(12), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 400");
        } finally {
            for (Socket socket : slow) socket.close();
        }
        nothingIsLeft();
    }

    @Test
    void whoGoesAwayInTheMiddle_leavesNothing() throws Exception {
        for (int i = 0; i < 5; i++) begun().close();

        await().untilAsserted(() ->
                uploaded(client.post().uri("/v1/media").bodyValue(content(10)).exchange()));
        nothingIsLeft();
    }

    @Test
    void whatIsDamagedIsSaidToBe() throws Exception {
        String id = id(client.post().uri("/v1/media").bodyValue(content(1000)).exchange());
        Path object;
        try (Stream<Path> files = Files.walk(directory.resolve("s3"))) {
            object = files.filter(file -> file.endsWith(id)).findFirst().orElseThrow();
        }
        byte[] stored = Files.readAllBytes(object);
        stored[stored.length - 1] ^= 1;
        Files.write(object, stored);

        answer(client.get().uri("/v1/media/" + id).exchange()).isProblem(500, "MEDIA_DAMAGED");
        stored[60] ^= 1;
        Files.write(object, stored);
        answer(client.get().uri("/v1/media/" + id).exchange()).isProblem(500, "MEDIA_DAMAGED");
    }

    @Test
    void theStoreAway_isNeverANotFound() {
        String id = id(client.post().uri("/v1/media").bodyValue(content(1000)).exchange());
        store.stop();
        try {
            answer(client.get().uri("/v1/media/" + id).exchange()).isProblem(503, "STORE_UNAVAILABLE");
            answer(client.post().uri("/v1/media").bodyValue(content(10)).exchange())
                    .isProblem(503, "STORE_UNAVAILABLE");
        } finally {
            store.start();
        }
        client.get().uri("/v1/media/" + id).exchange().expectStatus().isOk();
    }

    /** An upload that has sent its beginning. */
    private Socket begun() throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.getOutputStream()
                .write(("POST /v1/media HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + KEY
                                + "\r\nContent-Length: 1000\r\n\r\nthe beginning")
                        .getBytes(ISO_8859_1));
        return socket;
    }

    /** Sent without its length. */
    private String chunked(byte[] content) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/media HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + KEY
                            + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                            + Integer.toHexString(content.length) + "\r\n")
                    .getBytes(ISO_8859_1));
            out.write(content);
            out.write("\r\n0\r\n\r\n".getBytes(ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static void nothingIsLeft() throws IOException {
        await().untilAsserted(() -> {
            try (Stream<Path> left = Files.list(directory.resolve("uploads"))) {
                assertThat(left).isEmpty();
            }
        });
    }

    @Test
    void whatIsStoredOfASessionsProfileIsShown() throws Exception {
        answer(client.get().uri("/v1/sessions/alice/profile").exchange()).isProblem(404, "PROFILE_NOT_FOUND");
        String profile = "profiles/alice/";
        try (var objects = objects()) {
            objects.put(profile + "epochs/0000000002", List.of(new byte[1]));
            objects.put(profile + "manifests/0000000001-0000000009", List.of(new byte[10]));
            objects.put(profile + "manifests/0000000002-0000000001", List.of(new byte[10]));
            objects.put(profile + "files/" + "a".repeat(64) + "-0000000001-0000000009", List.of(new byte[300]));
            answer(client.get().uri("/v1/sessions/alice/profile").exchange()).isProblem(404, "PROFILE_NOT_FOUND");
            objects.put(profile + "keys/0000000001-0000000001-0000000002", List.of(new byte[10]));
        }
        client.get()
                .uri("/v1/sessions/alice/profile")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.generation")
                .isEqualTo("2-1")
                .jsonPath("$.storedAt")
                .isNotEmpty()
                .jsonPath("$.generations[*].generation")
                .value((Object names) -> assertThat(names).hasToString("[\"2-1\",\"1-9\"]"))
                .jsonPath("$.files")
                .isEqualTo(1)
                .jsonPath("$.bytes")
                .isEqualTo(300)
                .jsonPath("$.dataKey")
                .isEqualTo("1-1");
        answer(client.get().uri("/v1/sessions/nobody/profile").exchange()).isProblem(404, "SESSION_NOT_FOUND");
    }

    private static S3ObjectStore objects() {
        return new S3ObjectStore(new S3Settings(
                URI.create(store.endpoint()),
                "us-east-1",
                "rookery",
                new S3Settings.Credentials(store.accessKey(), store.secretKey()),
                true,
                false,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                List.of()));
    }

    private static String id(WebTestClient.ResponseSpec response) {
        return uploaded(response).path("mediaId").asString();
    }

    private static JsonNode uploaded(WebTestClient.ResponseSpec response) {
        EntityExchangeResult<byte[]> result =
                response.expectStatus().isCreated().expectBody().returnResult();
        JsonNode media = JsonMapper.shared().readTree(result.getResponseBody());
        assertThat(result.getResponseHeaders().getFirst("Location"))
                .isEqualTo("/v1/media/" + media.path("mediaId").asString());
        return media;
    }

    private static ByteArrayResource named(byte[] content, String name) {
        return new ByteArrayResource(content) {
            @Override
            public String getFilename() {
                return name;
            }
        };
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
