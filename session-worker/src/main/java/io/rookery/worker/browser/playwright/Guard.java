package io.rookery.worker.browser.playwright;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that no browser outlives its worker: sweeps up what a predecessor on the same directory left, and keeps a tiny process that kills this worker's browsers and
 * drivers when the worker is gone, however it went. It knows them by a mark in their environment.
 */
final class Guard implements Closeable {
    static final String MARKER = "ROOKERY_BROWSERS";
    private static final Logger log = LoggerFactory.getLogger(Guard.class);
    private final Process process;

    private Guard(Process process) {
        this.process = process;
    }

    /** @param directory the worker's data directory; whatever browser runs on it belongs to this worker */
    static Guard start(Path directory, Path scripts) {
        String inEnvironment = MARKER + "=" + markerOf(directory);
        String profiles = directory + "/";
        sweep(inEnvironment, profiles);
        try {
            Path script = script("guard.sh", scripts);
            Process process = new ProcessBuilder(List.of("setsid", "sh", script.toString(), inEnvironment, profiles))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Guard(process);
        } catch (IOException e) {
            throw new UncheckedIOException("the browsers' guard can't be started", e);
        }
    }

    /** Closed by a colon, so that no directory's mark is the beginning of another's. */
    static String markerOf(Path directory) {
        return directory + ":";
    }

    /** Writes a script of ours where it can be run from. */
    static Path script(String name, Path into) throws IOException {
        try (InputStream content =
                Objects.requireNonNull(Guard.class.getResourceAsStream("/io/rookery/worker/browser/" + name), name)) {
            Path file = Files.createDirectories(into).resolve(name);
            Files.write(file, content.readAllBytes());
            if (!file.toFile().setExecutable(true, true)) throw new IOException(file + " can't be made executable");
            return file;
        }
    }

    private static void sweep(String inEnvironment, String profiles) {
        List<Long> left = ProcessTree.carrying(inEnvironment, "--user-data-dir=" + profiles);
        if (left.isEmpty()) return;
        log.atWarn().addKeyValue("processes", left.size()).log("Killing what a predecessor left running");
        left.forEach(pid -> new ProcessTree(pid).kill());
    }

    /** Lets the guard end; it sweeps once more. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
    }
}
