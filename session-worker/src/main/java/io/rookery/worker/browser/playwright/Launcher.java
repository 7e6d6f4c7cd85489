package io.rookery.worker.browser.playwright;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchPersistentContextOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.Proxy;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import io.rookery.events.Command;
import io.rookery.worker.browser.PageRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Chromium on a profile. Safe for use by many lanes. */
final class Launcher {
    private static final Logger log = LoggerFactory.getLogger(Launcher.class);
    /** What Chromium may know of the worker's environment: no credentials. */
    private static final Set<String> PASSED_ON = Set.of(
            "PATH",
            "HOME",
            "LANG",
            "LC_ALL",
            "TZ",
            "TMPDIR",
            "XDG_RUNTIME_DIR",
            "FONTCONFIG_PATH",
            "FONTCONFIG_FILE",
            "LD_LIBRARY_PATH");

    private static final String RESOLVER = "--host-resolver-rules=";
    /** Of Playwright's message. */
    private static final String ENDED = "browser has been closed";

    private static final double LAUNCH_LIMIT_MS = 20_000;
    private final PlaywrightSettings settings;
    private final Chromium chromium;
    private final Path script;
    private final Path pidFiles;
    private final Map<String, String> environment;
    private volatile boolean sandboxed;

    Launcher(PlaywrightSettings settings, Chromium chromium, Path scripts, Map<String, String> system)
            throws IOException {
        this.settings = settings;
        this.chromium = chromium;
        this.script = Guard.script("chromium.sh", scripts);
        this.pidFiles = Files.createDirectories(scripts.resolve("pids"));
        this.environment = system.entrySet().stream()
                .filter(variable -> PASSED_ON.contains(variable.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        this.sandboxed = settings.sandbox() != PlaywrightSettings.Sandbox.OFF;
        if (settings.sandbox() == PlaywrightSettings.Sandbox.AUTOMATIC && isRoot())
            withoutSandbox("this process belongs to root");
    }

    /** A browser that runs. */
    record Launched(BrowserContext context, ProcessTree processes) {}

    /** Blocks for 0.2 s or so. On the thread of that Playwright. Chromium may crash while it starts (seen: a segmentation fault); then it is started once more. */
    Launched launch(Playwright playwright, PageRequest request) {
        Path pidFile = pidFiles.resolve(request.session() + "-" + request.epoch());
        try {
            return start(playwright, request, pidFile);
        } catch (PlaywrightException e) {
            String message = String.valueOf(e.getMessage());
            if (sandboxed && settings.sandbox() == PlaywrightSettings.Sandbox.AUTOMATIC && message.contains("sandbox"))
                withoutSandbox("the system lets no sandbox be made");
            else if (message.contains(ENDED))
                log.atWarn()
                        .addKeyValue("sessionId", request.session())
                        .log("A browser has ended while it started, and is started once more");
            else throw e;
            return start(playwright, request, pidFile);
        }
    }

    private Launched start(Playwright playwright, PageRequest request, Path pidFile) {
        deleteLocks(request.profile());
        try {
            BrowserContext context =
                    playwright.chromium().launchPersistentContext(request.profile(), options(pidFile, request.proxy()));
            return new Launched(
                    context,
                    new ProcessTree(Long.parseLong(Files.readString(pidFile).trim())));
        } catch (IOException e) {
            throw new UncheckedIOException("the browser left no process id", e);
        } finally {
            delete(pidFile);
        }
    }

    private LaunchPersistentContextOptions options(Path pidFile, Command.@Nullable Proxy proxy) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("ROOKERY_CHROMIUM", chromium.executable().toString());
        variables.put("ROOKERY_PID_FILE", pidFile.toString());
        variables.put(Guard.MARKER, Guard.markerOf(settings.directory()));
        LaunchPersistentContextOptions options = new LaunchPersistentContextOptions()
                .setExecutablePath(script)
                .setHeadless(true)
                .setChromiumSandbox(sandboxed)
                .setEnv(variables)
                .setArgs(arguments(proxy))
                .setIgnoreDefaultArgs(List.of("--enable-automation"))
                .setUserAgent(chromium.userAgent())
                .setBypassCSP(true)
                .setServiceWorkers(serviceWorkers())
                .setAcceptDownloads(false)
                .setViewportSize(1024, 768)
                .setHandleSIGHUP(false)
                .setHandleSIGINT(false)
                .setHandleSIGTERM(false)
                .setTimeout(LAUNCH_LIMIT_MS);
        if (proxy != null) options.setProxy(of(proxy));
        return options;
    }

    /** A service worker would answer with the document that it has kept, in place of the pinned one. */
    private ServiceWorkerPolicy serviceWorkers() {
        return settings.webVersion() instanceof WebVersion.Pinned
                ? ServiceWorkerPolicy.BLOCK
                : ServiceWorkerPolicy.ALLOW;
    }

    private static Proxy of(Command.Proxy proxy) {
        Proxy given = new Proxy(proxy.server());
        if (proxy.username() != null) given.setUsername(proxy.username());
        if (proxy.password() != null) given.setPassword(proxy.password());
        return given;
    }

    private List<String> arguments(Command.@Nullable Proxy proxy) {
        List<String> arguments = new ArrayList<>(List.of(
                // Fewer processes: a session costs 62 instead of 81 MB.
                "--in-process-gpu",
                "--disable-gpu",
                "--enable-features=NetworkServiceInProcess2",
                // Nobody but the page's own hosts, by name or number.
                RESOLVER + rules(settings.allowedHosts()),
                // localStorage on disk after 1 instead of 5 s: less is lost where a profile is copied, or its browser
                // killed.
                "--enable-aggressive-domstorage-flushing",
                "--disable-background-networking",
                "--disable-domain-reliability",
                "--no-pings",
                "--disable-blink-features=AutomationControlled"));
        if (proxy != null) {
            // It resolves names itself, so it is the only other one whose name is needed here.
            List<String> reachable = new ArrayList<>(settings.allowedHosts());
            reachable.add(proxy.host());
            arguments.set(arguments.indexOf(RESOLVER + rules(settings.allowedHosts())), RESOLVER + rules(reachable));
        }
        if (settings.webVersion() instanceof WebVersion.Pinned) publicStandIn().ifPresent(arguments::add);
        if (!sandboxed) arguments.add("--no-zygote"); // Chromium refuses it with the sandbox
        return arguments;
    }

    /**
     * Chromium takes a document that did not come from the network for one of the public network, and lets it open no web socket into a private one. WhatsApp Web's servers are public; a stand-in on this
     * machine is declared to be.
     */
    private Optional<String> publicStandIn() {
        URI page = URI.create(settings.origin());
        boolean literal = page.getHost().matches("[0-9.]+|\\[.*]");
        return literal && page.getPort() > 0
                ? Optional.of("--ip-address-space-overrides=" + page.getRawAuthority() + "=public")
                : Optional.empty();
    }

    private static String rules(List<String> allowed) {
        return allowed.stream()
                .map(host -> "EXCLUDE " + host)
                .collect(Collectors.joining(", ", "MAP * ~NOTFOUND, ", ""));
    }

    /** A profile that comes from elsewhere, or whose browser was killed, carries a lock that means nothing. */
    private static void deleteLocks(Path profile) {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(profile, "Singleton*")) {
            for (Path lock : locks) Files.deleteIfExists(lock);
        } catch (IOException e) {
            throw new UncheckedIOException("the profile can't be read", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.atDebug().setCause(e).log("A process id file could not be deleted");
        }
    }

    private void withoutSandbox(String reason) {
        sandboxed = false;
        log.atWarn().addKeyValue("reason", reason).log("Chromium runs without its sandbox");
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }
}
