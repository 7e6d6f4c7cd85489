package io.rookery.worker.browser.playwright;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that no browser outlives its worker: sweeps up what a predecessor on the same directory left, and keeps a tiny process that kills this worker's browsers and
 * drivers when the worker is gone, however it went. It knows them by a mark in their environment, and by the process groups that it is told. Safe for use by many threads.
 */
final class Guard implements Closeable {
    static final String MARKER = "ROOKERY_BROWSERS";
    private static final Logger log = LoggerFactory.getLogger(Guard.class);

    private final List<String> command;
    private final Set<Long> groups = ConcurrentHashMap.newKeySet();
    private Process process;

    private Guard(List<String> command, Process process) {
        this.command = command;
        this.process = process;
    }

    /** @param directory the worker's data directory; whatever browser runs on it belongs to this worker */
    static Guard start(Path directory, Path scripts) {
        String inEnvironment = MARKER + "=" + markerOf(directory);
        String profiles = directory + "/";
        sweep(inEnvironment, profiles);
        try {
            List<String> command =
                    List.of("setsid", "sh", script("guard.sh", scripts).toString(), inEnvironment, profiles);
            return new Guard(command, run(command));
        } catch (IOException e) {
            throw new UncheckedIOException("the browsers' guard can't be started", e);
        }
    }

    private static Process run(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
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

    /** A browser runs. */
    void watch(ProcessTree browser) {
        groups.add(browser.root());
        tell("+ " + browser.root());
    }

    /** A browser is gone, with all its processes. */
    void forget(ProcessTree browser) {
        groups.remove(browser.root());
        tell("- " + browser.root());
    }

    private synchronized void tell(String line) {
        try {
            Writer input = process.outputWriter();
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("The browsers' guard does not listen");
        }
    }

    /** Called now and then: a guard that somebody has killed is replaced. */
    synchronized void revive() {
        if (process.isAlive()) return;
        try {
            process = run(command);
            log.atWarn().log("The browsers' guard was gone, and is replaced");
        } catch (IOException e) {
            log.atError().setCause(e).log("The browsers have no guard");
            return;
        }
        groups.forEach(group -> tell("+ " + group));
    }

    /** Lets the guard end; it sweeps once more. */
    @Override
    public synchronized void close() throws IOException {
        process.outputWriter().close();
    }
}
