package io.rookery.worker.browser.playwright;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a page keeps of its network traffic for whoever debugs it: nothing.
 *
 * <p>Playwright has every page tell of its requests, and Chromium then keeps the bodies of their responses in case they are asked for: up to 200 MB in each page's process, for as long as its document lives. A test is over
 * before that matters; a session is not, and each file that it downloads stays in its memory. Nobody here asks for a body. The limits are part of the very call that Playwright makes, of its own CDP session, and
 * there is no option for them; so they are put into the driver when it is unpacked.
 */
final class NetworkBuffers {
    /** The file of Playwright's jar that makes the call. */
    static final String IN = "driver/package/lib/coreBundle.js";

    private static final String CALL = ".send(\"Network.enable\")";
    private static final String WITHOUT =
            ".send(\"Network.enable\", { maxTotalBufferSize: 0, maxResourceBufferSize: 0 })";

    private NetworkBuffers() {}

    /** @throws IOException where this driver makes no such call: another version of Playwright, to be looked at */
    static byte[] none(byte[] driver) throws IOException {
        String source = new String(driver, StandardCharsets.UTF_8);
        if (!source.contains(CALL))
            throw new IOException("Playwright's driver does not enable the network as expected");
        return source.replace(CALL, WITHOUT).getBytes(StandardCharsets.UTF_8);
    }
}
