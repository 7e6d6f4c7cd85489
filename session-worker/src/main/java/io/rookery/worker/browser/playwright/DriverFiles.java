package io.rookery.worker.browser.playwright;

import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.impl.PlaywrightImpl;
import io.rookery.worker.browser.BrowserNotFound;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Playwright's driver, a Node.js program. Its JavaScript comes with Playwright's jar and is unpacked once into the worker's directory, with {@link NetworkBuffers} changed; Node.js is the system's.
 *
 * @param directory where it lies
 * @param scratch for what drivers put aside: in the system's directory for such things nobody would ever remove what a killed driver leaves
 * @param environment what every driver is started with
 */
record DriverFiles(Path directory, Path scratch, Map<String, String> environment) {
    private static final String IN_JAR = "driver/package/";
    /** Declarations and the trace viewer are for developers. */
    private static final List<String> LEFT_OUT = List.of("driver/package/types/", "driver/package/lib/vite/");

    /** Node.js takes twice the memory where it is not told to be thrifty: 132 instead of 75 MB with ten sessions. */
    private static final int BASE_HEAP_MB = 64;

    private static final int SESSION_HEAP_MB = 2;
    private static final Object STARTING = new Object();
    /** Another name whenever what is unpacked changes: the directory outlives this program. */
    private static final String COMPLETE = "complete-2";

    /**
     * Finds Node.js and unpacks the driver where that is not done yet.
     *
     * @param marker carried by the environment of each driver and browser of this worker, so that leftovers are found
     * @param sessions how many a driver has to serve
     * @throws BrowserNotFound where there is no Node.js
     */
    static DriverFiles prepare(
            Path directory, Optional<Path> node, Map<String, String> system, String marker, int sessions) {
        int heap = BASE_HEAP_MB + sessions * SESSION_HEAP_MB;
        Path program = node.or(() -> onPath("node", system))
                .filter(Files::isExecutable)
                .orElseThrow(() -> new BrowserNotFound(
                        "no Node.js found: install node (20 or newer), it runs Playwright's driver"));
        Path unpacked;
        try {
            unpacked = unpack(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Playwright's driver can't be unpacked into " + directory, e);
        }
        Path scratch = directory.resolve("tmp").toAbsolutePath();
        return new DriverFiles(
                unpacked,
                scratch,
                Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        program.toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "NODE_OPTIONS",
                        "--max-old-space-size=64 --max-semi-space-size=1",
                        "TMPDIR",
                        scratch.toString(),
                        Guard.MARKER,
                        marker));
    }

    /** Removes what the drivers of an earlier process have put aside. To be called before the first start, while none of them runs. */
    void emptyScratch() throws IOException {
        if (Files.exists(scratch)) {
            try (Stream<Path> content = Files.walk(scratch)) {
                List<Path> deepestFirst =
                        content.sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) Files.delete(path);
            }
        }
        Files.createDirectories(scratch);
    }

    /**
     * Starts a driver, for the calling thread.
     *
     * <p>Playwright keeps one driver setting per JVM, found by a system property; so this goes round its front door, and one at a time.
     */
    Playwright start() {
        synchronized (STARTING) {
            System.setProperty("playwright.cli.dir", directory.toString());
            return PlaywrightImpl.createImpl(new Playwright.CreateOptions().setEnv(environment), true);
        }
    }

    private static Optional<Path> onPath(String name, Map<String, String> system) {
        for (String directory : system.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path file = Path.of(directory, name);
            if (!directory.isEmpty() && Files.isExecutable(file)) return Optional.of(file);
        }
        return Optional.empty();
    }

    private static Path unpack(Path directory) throws IOException {
        URL cli = Objects.requireNonNull(
                Playwright.class.getClassLoader().getResource(IN_JAR + "cli.js"),
                "Playwright's driver is not on the class path");
        JarURLConnection connection = (JarURLConnection) cli.openConnection();
        JarFile jar = connection.getJarFile();
        String version =
                Path.of(connection.getJarFileURL().getPath()).getFileName().toString();
        Path target = directory.resolve("driver-" + version.replaceAll("[^0-9.]|\\.jar.*", ""));
        if (Files.exists(target.resolve(COMPLETE))) return target;
        for (JarEntry entry : filesOf(jar)) {
            Path file = target.resolve(entry.getName().substring("driver/".length()));
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            try (InputStream content = jar.getInputStream(entry)) {
                byte[] bytes = content.readAllBytes();
                Files.write(file, entry.getName().equals(NetworkBuffers.IN) ? NetworkBuffers.none(bytes) : bytes);
            }
        }
        Files.writeString(target.resolve(COMPLETE), "");
        return target;
    }

    private static List<JarEntry> filesOf(JarFile jar) {
        List<JarEntry> files = new ArrayList<>();
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            boolean wanted =
                    entry.getName().startsWith(IN_JAR) && LEFT_OUT.stream().noneMatch(entry.getName()::startsWith);
            if (wanted && !entry.isDirectory()) files.add(entry);
        }
        return files;
    }
}
