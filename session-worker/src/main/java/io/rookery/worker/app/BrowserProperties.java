package io.rookery.worker.app;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How browsers are run.
 *
 * @param executable the browser's program; else one is looked for, the headless shell first
 * @param node the Node.js that runs Playwright's driver; else the one on the PATH
 * @param pageUrl may carry {@code {session}}, {@code {epoch}} and {@code {worker}}
 * @param webVersions a folder with documents of WhatsApp Web's versions, {@code VERSION.html} each
 * @param webVersion the one of them that all pages are; without it the documents of versions that work are kept there
 * @param allowedHosts what browsers may reach besides the page's own host
 */
@ConfigurationProperties("rookery.browser")
public record BrowserProperties(
        @Nullable Path executable,
        @Nullable Path node,
        @DefaultValue("https://web.whatsapp.com/") String pageUrl,
        @Nullable Path webVersions,
        @Nullable String webVersion,

        @DefaultValue({"web.whatsapp.com", "*.whatsapp.com", "*.whatsapp.net"})
        List<String> allowedHosts) {}
