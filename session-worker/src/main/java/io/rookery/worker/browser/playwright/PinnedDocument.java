package io.rookery.worker.browser.playwright;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import io.rookery.events.SessionId;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a page the pinned document wherever it asks for WhatsApp Web's own, with any query: the first time, and each time that it starts over. Whether there is a newer version it is not told, because it would start over for that.
 * Everything else goes as always, and does not pass through the driver.
 *
 * <p>Requests that a service worker answers are not seen here. So there must be none: what an earlier page has left in the profile is removed, and {@link Launcher} has the browser register no other.
 */
final class PinnedDocument implements PageDocument {
    private static final Logger log = LoggerFactory.getLogger(PinnedDocument.class);

    private final WebVersion.Pinned pinned;
    private final SessionId session;
    private final Consumer<Runnable> steps;
    private @Nullable String told;

    PinnedDocument(WebVersion.Pinned pinned, SessionId session, Consumer<Runnable> steps) {
        this.pinned = pinned;
        this.session = session;
        this.steps = steps;
    }

    @Override
    public void prepare(CDPSession cdp, Page page, String address) {
        URI parts = URI.create(address);
        String origin = parts.getScheme() + "://" + parts.getRawAuthority();
        String document = origin + (parts.getRawPath().isEmpty() ? "/" : parts.getRawPath());
        JsonObject forgotten = new JsonObject();
        forgotten.addProperty("origin", origin);
        forgotten.addProperty("storageTypes", "service_workers");
        cdp.send("Storage.clearDataForOrigin", forgotten);
        cdp.on("Fetch.requestPaused", paused -> steps.accept(() -> answer(cdp, paused)));
        JsonArray patterns = new JsonArray();
        for (String pattern : List.of(literal(document), literal(document) + "\\?*"))
            patterns.add(pattern(pattern, "Document"));
        patterns.add(pattern(literal(origin + "/check-update") + "*", null));
        JsonObject enabled = new JsonObject();
        enabled.add("patterns", patterns);
        cdp.send("Fetch.enable", enabled);
    }

    @Override
    public void runs(@Nullable String version) {
        if (pinned.is(version) || String.valueOf(version).equals(told)) return;
        told = String.valueOf(version);
        log.atWarn()
                .addKeyValue("sessionId", session)
                .addKeyValue("pinned", pinned.version())
                .addKeyValue("running", version)
                .log("A page is another version of WhatsApp Web than the pinned one");
    }

    private void answer(CDPSession cdp, JsonObject paused) {
        JsonObject reply = new JsonObject();
        reply.add("requestId", paused.get("requestId"));
        boolean document = "Document".equals(paused.get("resourceType").getAsString());
        if (document) {
            reply.addProperty("responseCode", 200);
            reply.add("responseHeaders", headers());
            reply.addProperty("body", pinned.document());
        } else {
            reply.addProperty("errorReason", "BlockedByClient");
        }
        try {
            cdp.send(document ? "Fetch.fulfillRequest" : "Fetch.failRequest", reply);
        } catch (
                PlaywrightException
                        e) { // gone meanwhile; a page that waits for it in vain is given up by its load limit
            log.atDebug().addKeyValue("sessionId", session).setCause(e).log("A pinned document was not taken");
        }
    }

    private static JsonArray headers() {
        JsonArray headers = new JsonArray();
        headers.add(header("content-type", "text/html; charset=utf-8"));
        headers.add(header("cache-control", "no-store"));
        return headers;
    }

    private static JsonObject header(String name, String value) {
        JsonObject header = new JsonObject();
        header.addProperty("name", name);
        header.addProperty("value", value);
        return header;
    }

    private static JsonObject pattern(String url, @Nullable String type) {
        JsonObject pattern = new JsonObject();
        pattern.addProperty("urlPattern", url);
        if (type != null) pattern.addProperty("resourceType", type);
        pattern.addProperty("requestStage", "Request");
        return pattern;
    }

    /** Stars and question marks mean something in a pattern. */
    private static String literal(String url) {
        return url.replaceAll("[*?\\\\]", "\\\\$0");
    }
}
