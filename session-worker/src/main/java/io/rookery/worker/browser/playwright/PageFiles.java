package io.rookery.worker.browser.playwright;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Gives files of this disk to a page. The browser reads them itself: nothing of their content passes through the driver, which serves many pages. Of the lane's thread. */
final class PageFiles {
    private static final Logger log = LoggerFactory.getLogger(PageFiles.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final CDPSession cdp;

    PageFiles(CDPSession cdp) {
        this.cdp = cdp;
    }

    /**
     * @param token by which the call that follows names the file
     * @return whether the page has it
     */
    boolean hand(String token, Path file) {
        try {
            JsonObject input = new JsonObject();
            input.addProperty(
                    "expression",
                    "window.%s(%s)"
                            .formatted(
                                    InitScript.CALL,
                                    JSON.writeValueAsString(JSON.writeValueAsString(
                                            java.util.Map.of("kind", "file", "token", token)))));
            JsonObject element = cdp.send("Runtime.evaluate", input).getAsJsonObject("result");
            if (!element.has("objectId")) return false;
            JsonArray paths = new JsonArray();
            paths.add(file.toAbsolutePath().toString());
            JsonObject files = new JsonObject();
            files.add("files", paths);
            files.add("objectId", element.get("objectId"));
            cdp.send("DOM.setFileInputFiles", files);
            JsonObject release = new JsonObject();
            release.add("objectId", element.get("objectId"));
            cdp.send("Runtime.releaseObject", release);
            return true;
        } catch (PlaywrightException e) {
            log.atDebug().setCause(e).log("A page took no file");
            return false;
        }
    }
}
