package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rookery.events.Command;
import io.rookery.events.Command.SendMessage;
import io.rookery.events.Content;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.store.media.MediaId;
import io.rookery.store.media.MediaInfo;
import io.rookery.store.media.MediaStore;
import io.rookery.worker.browser.playwright.SmallFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Files by the topics alone: from wherever a command says that they are to a phone, and from a phone to the object store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MediaStoryIT {
    private static final String ALICE = "491700000001";
    private static final String BOB = "491700000002";
    private static final SessionId SESSION = new SessionId("alice");

    private Path directory;
    private WorkerFixture given;
    private EventTape tape;
    private HttpServer web;
    private MediaStore store;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/cat.png", exchange -> {
            exchange.sendResponseHeaders(200, SmallFiles.PNG.length);
            exchange.getResponseBody().write(SmallFiles.PNG);
            exchange.close();
        });
        web.start();
        given = new WorkerFixture(directory);
        Map<String, String> settings = given.settings("w1");
        settings.put("rookery.media.allow-private", "127.0.0.1");
        ConfigurableApplicationContext worker = given.startWorker(settings);
        store = worker.getBean(MediaStore.class); // the gateway opens the same files with the same keys
        tape = given.tape();
        given.phones.make(ALICE);
        given.phones.make(BOB);
        given.send(SESSION, "start", new Command.Start(null));
        given.phones.scan(ALICE, tape.await(SESSION, Event.Qr.class, it -> true).code());
        tape.await(SESSION, Event.Status.class, it -> it.state() == SessionState.READY);
    }

    @AfterAll
    void stop() {
        tape.close();
        given.close();
        web.stop(0);
    }

    private Event.Outcome send(String id, Content.Media... media) {
        given.send(
                SESSION,
                id,
                new SendMessage("+" + BOB, null, List.of(media), null, null, null, null, null, null, null, null));
        return tape.awaitOutcome(SESSION, id);
    }

    private String url() {
        return "http://127.0.0.1:" + web.getAddress().getPort() + "/cat.png";
    }

    @Test
    void aFileFromEachSource_reachesThePhone() throws Exception {
        Path upload = Files.write(directory.resolve("upload.pdf"), SmallFiles.PDF);
        store.put(
                TenantId.DEFAULT, new MediaId("upload-1"), upload, MediaInfo.of(upload, "application/pdf", "bill.pdf"));
        Event.Outcome outcome = send(
                "three",
                new Content.Media(null, url(), null, null, null, null, "by address"),
                new Content.Media(null, null, "upload-1", null, null, null, "by upload"),
                new Content.Media(
                        Content.MediaKind.VOICE,
                        null,
                        null,
                        Base64.getEncoder().encodeToString(SmallFiles.wav()),
                        null,
                        null,
                        null));
        assertThat(outcome.status()).as("%s", outcome).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(outcome.items()).hasSize(3);
        Awaitility.await()
                .untilAsserted(() -> assertThat(given.phones.messages(BOB))
                        .extracting(it -> it.path("kind").asString(""))
                        .containsSubsequence("image", "document", "voice"));
        assertThat(given.phones.messages(BOB))
                .extracting(it -> it.at("/media/filename").asString(""))
                .contains("bill.pdf");
    }

    @Test
    void whatCanNotBeHad_failsWithItsReason_andTheRestIsSent() {
        Event.Outcome outcome = send(
                "partly",
                new Content.Media(null, "http://10.0.0.1/cat.png", null, null, null, null, null),
                new Content.Media(null, null, "nobody-has-it", null, null, null, null),
                new Content.Media(null, url(), null, null, null, null, "still here"));
        assertThat(outcome.code()).isEqualTo("PARTLY");
        assertThat(outcome.items())
                .extracting(it -> it.get("code"))
                .containsExactly("MEDIA_URL_FORBIDDEN", "MEDIA_NOT_FOUND", "OK");
    }

    @Test
    void aFileThatComesIn_isToldAtOnce_andThenLiesInTheStore() throws Exception {
        String id = given.phones.write(
                BOB,
                ALICE,
                Map.of(
                        "media",
                        Map.of(
                                "base64",
                                Base64.getEncoder().encodeToString(SmallFiles.PNG),
                                "mimetype",
                                "image/png",
                                "kind",
                                "image",
                                "caption",
                                "look")));
        Event.Message message = tape.await(
                        SESSION,
                        Event.MessageReceived.class,
                        it -> it.message().messageId().equals(id))
                .message();
        assertThat(message.text()).isEqualTo("look");
        assertThat(message.media()).isNotNull();
        Event.StoredMedia kept = tape.await(
                        SESSION, Event.MediaStored.class, it -> it.messageId().equals(id))
                .media();
        assertThat(kept.mediaId()).isEqualTo(message.media().mediaId());
        assertThat(kept.sha256()).isEqualTo(SmallFiles.sha256(SmallFiles.PNG));
        Path back = directory.resolve("back.png");
        assertThat(store.get(TenantId.DEFAULT, new MediaId(String.valueOf(kept.mediaId())), back))
                .isPresent();
        assertThat(back).hasBinaryContent(SmallFiles.PNG);
    }
}
