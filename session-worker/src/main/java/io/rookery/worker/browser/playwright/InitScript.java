package io.rookery.worker.browser.playwright;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import io.rookery.events.Command;
import io.rookery.worker.browser.PageRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** What runs first in every document of a page: the line to the worker, the deadline, then wa-js with nothing sent to anybody but WhatsApp, then the bridge. In the top frame of the page's origin only. */
final class InitScript {
    /** The page's way to the worker. */
    static final String BINDING = "__rookeryTell";

    /** The worker's way into the page. */
    static final String CALL = "__rookeryCall";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String WA_JS_SETTINGS =
            "window.WPPConfig = { disableGoogleAnalytics: true, linkPreviewApiServers: [] };";
    private final String rest;
    private final String origin;

    InitScript(String origin) {
        this.origin = origin;
        this.rest = String.join(
                "\n",
                "if (window !== window.top || location.origin !== rookery.origin) return;",
                resource("line.js"),
                resource("deadline.js"),
                resource("pulse.js"),
                WA_JS_SETTINGS,
                resource("wa-js/wppconnect-wa.js"),
                resource("sentinel.js"),
                resource("tell.js"),
                resource("pairing.js"),
                resource("messages.js"),
                resource("files.js"),
                resource("chats.js"),
                resource("restrictions.js"),
                resource("sending.js"),
                resource("queries.js"),
                resource("acts.js"),
                resource("downloads.js"),
                resource("calls.js"),
                resource("dialogs.js"),
                resource("connection.js"),
                resource("start.js"));
    }

    /**
     * For every document that the page will load.
     *
     * <p>Not by Playwright's own {@code addInitScript}: its driver would keep the half megabyte several times per session, and with twenty sessions run out of memory.
     */
    void addTo(CDPSession session, PageRequest request) {
        JsonObject arguments = new JsonObject();
        arguments.addProperty("source", of(request));
        session.send("Page.enable");
        session.send("Page.addScriptToEvaluateOnNewDocument", arguments);
    }

    private String of(PageRequest request) {
        Map<String, Object> pairing = new LinkedHashMap<>();
        pairing.put("method", request.pairing().method() == Command.Method.CODE ? "code" : "qr");
        request.pairing().phone().ifPresent(phone -> pairing.put("phone", phone.replaceAll("\\D", "")));
        Map<String, Object> opened = Map.of(
                "origin", origin,
                "deadline", request.deadline().toEpochMilli(),
                "linked", request.linked(),
                "pairing", pairing,
                "binding", BINDING,
                "call", CALL);
        return "(() => {\nconst rookery = " + JSON.writeValueAsString(opened) + ";\n" + rest + "\n})();";
    }

    private static String resource(String name) {
        try (InputStream content = Objects.requireNonNull(
                InitScript.class.getResourceAsStream("/io/rookery/worker/browser/" + name), name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
