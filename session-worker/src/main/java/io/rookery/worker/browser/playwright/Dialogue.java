package io.rookery.worker.browser.playwright;

import io.rookery.worker.browser.PageDeadline;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the bridge in a page says, and what it is answered. Called on the lane's thread. */
final class Dialogue {
    private static final Logger log = LoggerFactory.getLogger(Dialogue.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String session;
    private final PageListener listener;
    private final PageCalls calls;
    private final PageDeadline deadline;
    private final Runnable loaded;
    private final Runnable cut;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Map<Long, Download> downloads = new ConcurrentHashMap<>();
    private volatile boolean authenticated;
    private int documents;

    /**
     * @param loaded called when the page can take calls, or will never load any further
     * @param cut called when the page has left WhatsApp at its deadline
     */
    Dialogue(
            String session,
            PageListener listener,
            PageCalls calls,
            PageDeadline deadline,
            Runnable loaded,
            Runnable cut) {
        this.session = session;
        this.listener = listener;
        this.calls = calls;
        this.deadline = deadline;
        this.loaded = loaded;
        this.cut = cut;
    }

    /** Whether WhatsApp has accepted the device, in this page's time. */
    boolean isAuthenticated() {
        return authenticated;
    }

    /** From now on the pieces of the file that this call asks for are written. */
    void receive(long call, Download download) {
        downloads.put(call, download);
    }

    void received(long call) {
        Download download = downloads.remove(call);
        if (download != null) download.end();
    }

    /** @return the answer to each thing that was said, JSON or nothing */
    List<String> said(List<?> things) {
        return things.stream().map(String::valueOf).map(this::answer).toList();
    }

    private String answer(String json) {
        try {
            return said(JSON.readTree(json));
        } catch (RuntimeException e) { // what was said with it must not be lost
            log.atWarn()
                    .addKeyValue("sessionId", session)
                    .setCause(e)
                    .log("Something that the page said was not understood");
            return "";
        }
    }

    private String said(JsonNode message) {
        if (message.has("answer")) {
            calls.answer(message);
            return "";
        }
        if (message.has("piece")) {
            Download download = downloads.get(message.path("of").asLong());
            if (download != null) download.piece(Answer.string(message, "piece"));
            return download == null ? "" : "more";
        }
        String event = Answer.string(message, "event");
        switch (event) {
            case "hello" -> documents += 1;
            case "deadline" -> {}
            case "loaded" -> loaded.run();
            case "cut" -> cut.run();
            case "trouble" -> trouble(message);
            default -> Answer.event(message).ifPresent(this::tell);
        }
        return event.equals("hello") || event.equals("deadline") ? known() : "";
    }

    /** Each document of the page asks for what its predecessors knew. */
    private String known() {
        return JSON.writeValueAsString(
                Map.of("deadline", deadline.toEpochMilli(), "first", documents == 1, "authenticated", authenticated));
    }

    private void trouble(JsonNode message) {
        log.atWarn()
                .addKeyValue("sessionId", session)
                .addKeyValue("what", Answer.string(message, "what"))
                .addKeyValue("reason", Answer.string(message, "reason"))
                .log("The page has trouble");
    }

    private void tell(PageEvent event) {
        if (event instanceof PageEvent.Authenticated) authenticated = true;
        if (event instanceof PageEvent.ProfileBroken) loaded.run();
        if (!over.get()) hand(event);
    }

    /** The last event; nothing is told after it. Repeats are harmless. */
    void crashed(String reason) {
        if (over.compareAndSet(false, true)) hand(new PageEvent.Crashed(reason));
    }

    /** Nothing more is told. */
    void end() {
        over.set(true);
    }

    private void hand(PageEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            // A fault of one listener must not end a lane of many sessions.
            log.atError().addKeyValue("sessionId", session).setCause(e).log("A page listener has failed");
        }
    }
}
