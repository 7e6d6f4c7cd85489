package io.rookery.worker.browser.playwright;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import io.rookery.events.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the document that a page was started with, once the page is ready: of a version that works. Of the lane's thread, but for the disk. */
final class KeptDocument implements PageDocument {
    private static final Logger log = LoggerFactory.getLogger(KeptDocument.class);

    private final Path folder;
    private final SessionId session;
    private final Consumer<Runnable> steps;
    private final Executor background;
    private final Consumer<Request> finished = this::finished;
    private @Nullable Page page;
    private @Nullable Request last;

    KeptDocument(Path folder, SessionId session, Consumer<Runnable> steps, Executor background) {
        this.folder = folder;
        this.session = session;
        this.steps = steps;
        this.background = background;
    }

    @Override
    public void prepare(CDPSession cdp, Page opened, String address) {
        page = opened;
        opened.onRequestFinished(finished);
    }

    private void finished(Request request) {
        if (request.isNavigationRequest() && request.frame().parentFrame() == null) last = request;
    }

    @Override
    public void runs(@Nullable String version) {
        Page watched = page;
        Request document = last;
        page = null;
        last = null;
        if (watched == null) return; // ready before
        watched.offRequestFinished(finished);
        if (document == null
                || version == null
                || !WebVersion.NAME.matcher(version).matches()) return;
        Path file = folder.resolve(version + ".html");
        if (!Files.exists(file)) steps.accept(() -> keep(document, file));
    }

    private void keep(Request document, Path file) {
        try {
            Response response = document.existingResponse();
            if (response == null || response.status() != 200) return;
            byte[] body = response.body();
            background.execute(() -> write(body, file));
        } catch (PlaywrightException e) { // the browser has not kept it for that long, or is gone
            log.atDebug().addKeyValue("sessionId", session).setCause(e).log("A page's document could not be had");
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
