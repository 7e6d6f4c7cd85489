package io.rookery.quickstart.process;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One running (or ended) child process with its log. Dies with this JVM. Safe for use by many threads. */
public final class Child {
    private static final long LOG_LIMIT = 10_000_000;
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;
    private final long logStart;

    private Child(Process process, Path log, long logStart) {
        this.process = process;
        this.log = log;
        this.logStart = logStart;
    }

    /**
     * Starts a process. Its two outputs are appended to the log; a log beyond 10 MB is put aside before.
     *
     * @param directory the working directory, which holds the log
     *
     * @throws PartFailed where the program cannot be started
     */
    public static Child start(List<String> command, Map<String, String> environment, Path directory, Path log) {
        return start(Spawner.ofThisSystem(), command, environment, directory, log);
    }

    static Child start(
            Spawner spawner, List<String> command, Map<String, String> environment, Path directory, Path log) {
        try {
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            if (logStart > LOG_LIMIT) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                logStart = 0;
            }
            var builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new Child(spawner.start(builder), log, logStart);
        } catch (IOException e) {
            throw new PartFailed("cannot write " + log + ": " + e.getMessage(), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int exitCode() {
        return process.exitValue();
    }

    /** Runs the action once the process has ended, in a thread of the JVM's own. */
    public void onExit(Runnable action) {
        var _ = process.onExit().thenRun(action);
    }

    /** What the process has written so far. */
    public String output() {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(logStart);
            byte[] bytes = new byte[(int) Math.max(0, Math.min(file.length() - logStart, LOG_LIMIT))];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new PartFailed("cannot read " + log + ": " + e.getMessage(), e);
        }
    }

    /** The program's own word on why it ended: its last line that starts with {@code rookery-}, else the last one. */
    public String lastWords() {
        List<String> lines = output().lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.startsWith("rookery-"))
                .reduce((first, second) -> second)
                .orElse(lines.isEmpty() ? "it wrote nothing" : lines.getLast().strip());
    }

    /** SIGTERM; returns at once. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        if (!awaitExit(KILL_TIMEOUT)) {
            throw new PartFailed("process " + pid() + " survived SIGKILL for " + KILL_TIMEOUT.toSeconds() + " s");
        }
    }

    /** SIGKILL for the process and all that it has started. */
    public void killTree() {
        List<ProcessHandle> offspring = process.descendants().toList();
        kill();
        offspring.forEach(ProcessHandle::destroyForcibly);
    }

    /** SIGTERM, and SIGKILL where the process has not ended after {@code grace}. */
    public void stop(Duration grace) {
        terminate();
        if (!awaitExit(grace)) {
            kill();
        }
    }

    /** @return false where the process still runs after {@code timeout} */
    public boolean awaitExit(Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
