package io.rookery.worker.browser.playwright;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How browsers are run.
 *
 * @param executable the browser's program; else one is looked for, the headless shell first
 * @param node the Node.js that runs Playwright's driver; else the one on the PATH
 * @param directory the worker's data directory, of this worker alone: the profiles lie somewhere below it, and whatever browser runs on it belongs to this worker
 * @param pageUrl may carry {@code {session}}, {@code {epoch}} and {@code {worker}}
 * @param allowedHosts host names ({@code *.example.org} allowed) that browsers may reach, besides the page's own
 * @param sessionsPerLane how many sessions share a thread and a driver
 * @param hangLimit after which a page that answers nothing, and blocks its lane with that, is killed
 * @param loadLimit within which a page must have loaded
 * @param idleLane after which a lane without sessions ends; the last one stays
 * @param sandbox whether Chromium's sandbox is on
 * @param webVersion which version of WhatsApp Web pages are
 */
public record PlaywrightSettings(
        Optional<Path> executable,
        Optional<Path> node,
        Path directory,
        String pageUrl,
        List<String> allowedHosts,
        int sessionsPerLane,
        Duration hangLimit,
        Duration loadLimit,
        Duration idleLane,
        Sandbox sandbox,
        WebVersion webVersion) {
    public static final String WHATSAPP = "https://web.whatsapp.com/";
    public static final List<String> WHATSAPP_HOSTS = List.of("web.whatsapp.com", "*.whatsapp.com", "*.whatsapp.net");

    /** Chromium's sandbox. */
    public enum Sandbox {
        /** On, unless this process is root's or the system has no user namespaces; then off, with a warning. */
        AUTOMATIC,
        ON,
        OFF
    }

    public PlaywrightSettings {
        if (sessionsPerLane < 1)
            throw new IllegalArgumentException("rookery.worker.sessions-per-lane must be at least 1");
        directory = directory.toAbsolutePath().normalize();
        if (pageOf(pageUrl).getHost() == null)
            throw new IllegalArgumentException("rookery.browser.page-url is no http(s) address: " + pageUrl);
        List<String> hosts = new ArrayList<>(allowedHosts);
        if (!hosts.contains(pageOf(pageUrl).getHost()))
            hosts.add(pageOf(pageUrl).getHost());
        allowedHosts = List.copyOf(hosts);
    }

    /** The defaults: the real WhatsApp Web. */
    public static PlaywrightSettings of(Path directory) {
        return new PlaywrightSettings(
                Optional.empty(),
                Optional.empty(),
                directory,
                WHATSAPP,
                WHATSAPP_HOSTS,
                10,
                Duration.ofSeconds(5),
                Duration.ofSeconds(45),
                Duration.ofMinutes(1),
                Sandbox.AUTOMATIC,
                new WebVersion.Served());
    }

    public PlaywrightSettings withPage(String url, List<String> hosts) {
        return new PlaywrightSettings(
                executable,
                node,
                directory,
                url,
                hosts,
                sessionsPerLane,
                hangLimit,
                loadLimit,
                idleLane,
                sandbox,
                webVersion);
    }

    public PlaywrightSettings withSessionsPerLane(int sessions) {
        return new PlaywrightSettings(
                executable,
                node,
                directory,
                pageUrl,
                allowedHosts,
                sessions,
                hangLimit,
                loadLimit,
                idleLane,
                sandbox,
                webVersion);
    }

    public PlaywrightSettings withNode(Optional<Path> program) {
        return new PlaywrightSettings(
                executable,
                program,
                directory,
                pageUrl,
                allowedHosts,
                sessionsPerLane,
                hangLimit,
                loadLimit,
                idleLane,
                sandbox,
                webVersion);
    }

    public PlaywrightSettings withExecutable(Optional<Path> program) {
        return new PlaywrightSettings(
                program,
                node,
                directory,
                pageUrl,
                allowedHosts,
                sessionsPerLane,
                hangLimit,
                loadLimit,
                idleLane,
                sandbox,
                webVersion);
    }

    public PlaywrightSettings withWebVersion(WebVersion version) {
        return new PlaywrightSettings(
                executable,
                node,
                directory,
                pageUrl,
                allowedHosts,
                sessionsPerLane,
                hangLimit,
                loadLimit,
                idleLane,
                sandbox,
                version);
    }

    /** Scheme, host and port of the page: the only place where the bridge runs. */
    String origin() {
        URI page = pageOf(pageUrl);
        return page.getScheme() + "://" + page.getRawAuthority();
    }

    private static URI pageOf(String url) {
        return URI.create(url.replaceAll("[{}]", ""));
    }
}
