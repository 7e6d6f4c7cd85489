package io.rookery.worker.browser.playwright;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import io.rookery.events.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the document that a page was started with, once the page is ready: of a version that works. Of the lane's thread, but for the disk.
 *
 * <p>What Chromium keeps of a page's traffic is nothing ({@link NetworkBuffers}), so this has it keep a little, in this CDP session and until the page is ready. A document is taken as soon as it is there: later its place is
 * needed for others.
 */
final class KeptDocument implements PageDocument {
    private static final Logger log = LoggerFactory.getLogger(KeptDocument.class);
    private static final int LARGEST = 4 << 20;
    private static final int AT_ONCE = 4 * LARGEST;
    private static final String RECEIVED = "Network.responseReceived";
    private static final String FINISHED = "Network.loadingFinished";

    private final Path folder;
    private final SessionId session;
    private final Consumer<Runnable> steps;
    private final Executor background;
    private final Consumer<JsonObject> received = this::received;
    private final Consumer<JsonObject> finished = this::finished;
    private String mainFrame = "";
    private @Nullable CDPSession cdp;
    private @Nullable String last;
    private byte @Nullable [] document;

    KeptDocument(Path folder, SessionId session, Consumer<Runnable> steps, Executor background) {
        this.folder = folder;
        this.session = session;
        this.steps = steps;
        this.background = background;
    }

    @Override
    public void prepare(CDPSession opened, Page page, String address) {
        mainFrame = opened.send("Page.getFrameTree")
                .getAsJsonObject("frameTree")
                .getAsJsonObject("frame")
                .get("id")
                .getAsString();
        opened.on(RECEIVED, received);
        opened.on(FINISHED, finished);
        JsonObject little = new JsonObject();
        little.addProperty("maxTotalBufferSize", AT_ONCE);
        little.addProperty("maxResourceBufferSize", LARGEST);
        opened.send("Network.enable", little);
        cdp = opened;
    }

    /** A page that starts over has another document; the one before says nothing about it. */
    private void received(JsonObject event) {
        if (!is(event, "type", "Document") || !is(event, "frameId", mainFrame)) return;
        document = null;
        boolean ok = event.getAsJsonObject("response").get("status").getAsInt() == 200;
        last = ok ? event.get("requestId").getAsString() : null;
    }

    private void finished(JsonObject event) {
        String request = last;
        if (request != null && is(event, "requestId", request)) steps.accept(() -> take(request));
    }

    private static boolean is(JsonObject event, String name, String value) {
        return event.has(name) && event.get(name).getAsString().equals(value);
    }

    private void take(String request) {
        CDPSession watched = cdp;
        if (watched == null || !request.equals(last)) return;
        JsonObject wanted = new JsonObject();
        wanted.addProperty("requestId", request);
        try {
            JsonObject answer = watched.send("Network.getResponseBody", wanted);
            String body = answer.get("body").getAsString();
            document = answer.get("base64Encoded").getAsBoolean()
                    ? Base64.getDecoder().decode(body)
                    : body.getBytes(StandardCharsets.UTF_8);
        } catch (PlaywrightException e) { // it is too large, or the page is gone
            log.atDebug().addKeyValue("sessionId", session).setCause(e).log("A page's document could not be had");
        }
    }

    @Override
    public void runs(@Nullable String version) {
        CDPSession watched = cdp;
        if (watched == null) return; // ready before
        byte[] body = document;
        cdp = null;
        document = null;
        watched.off(RECEIVED, received);
        watched.off(FINISHED, finished);
        steps.accept(() -> forget(watched));
        if (body == null || version == null || !WebVersion.NAME.matcher(version).matches()) return;
        Path file = folder.resolve(version + ".html");
        background.execute(() -> write(body, file));
    }

    private void forget(CDPSession watched) {
        try {
            watched.send("Network.disable");
        } catch (PlaywrightException e) { // gone, with all that it had
            log.atDebug().addKeyValue("sessionId", session).setCause(e).log("A page is gone");
        }
    }

    /** Whole or not at all; the first one stays. */
    private void write(byte[] body, Path file) {
        if (Files.exists(file)) return; // another page of the same version was first
        try {
            Path part = Files.createTempFile(folder, ".", ".part");
            try {
                Files.write(part, body);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
            log.atInfo().addKeyValue("file", file.getFileName()).log("A version of WhatsApp Web was kept");
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("file", file.getFileName())
                    .setCause(e)
                    .log("A version of WhatsApp Web could not be kept");
        }
    }
}
