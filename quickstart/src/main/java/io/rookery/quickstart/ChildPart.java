package io.rookery.quickstart;

import io.rookery.quickstart.process.Child;
import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.Ports;
import io.rookery.quickstart.process.PrivateFiles;
import io.rookery.quickstart.process.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What all parts have in common: start, wait for readiness, stop. Subclasses say the command line and what readiness is. */
abstract class ChildPart implements Part {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);

    private final String name;
    private final Path directory;
    private final Duration stopTimeout;
    private volatile @Nullable Child child;

    /** @param directory the part's own folder, for its data and its log; made where it is missing */
    ChildPart(String name, Path directory, Duration stopTimeout) {
        this.name = name;
        this.directory = PrivateFiles.directory(directory.toAbsolutePath());
        this.stopTimeout = stopTimeout;
    }

    /** The ports that must be free before the start. */
    abstract List<Integer> ports();

    /** Writes what the program needs into {@link #directory()}, and says how to start it. Secrets stand in files, never in the command line. */
    abstract List<String> prepare();

    /** Asked until true; must not block for more than a second. */
    abstract boolean isReady(Child starting);

    /** Called when a process is usable. */
    void started() {}

    /** Called when the part is stopped and its process told, before that has ended. */
    void stopping() {}

    Map<String, String> environment() {
        return Map.of();
    }

    final Path directory() {
        return directory;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final synchronized void start() {
        if (isRunning()) {
            return;
        }
        ports().forEach(port -> Ports.requireFree(name, port));
        Child starting = Child.start(prepare(), environment(), directory, log());
        child = starting;
        boolean ready = Wait.until(START_TIMEOUT, () -> !starting.isAlive() || isReady(starting));
        if (!starting.isAlive()) {
            throw new PartFailed(
                    name + " ended at its start (exit code " + starting.exitCode() + "): " + starting.lastWords());
        }
        if (!ready) {
            starting.kill();
            throw new PartFailed(name + " was not usable after " + START_TIMEOUT.toSeconds() + " s, see " + log());
        }
        started();
    }

    /** Also ends a start that is under way; that fails then. */
    @Override
    public final void stop() {
        terminate();
        synchronized (this) {
            stopping();
            Child running = child;
            if (running != null) {
                running.stop(stopTimeout);
            }
        }
    }

    /** Not synchronized, so that a part can be killed while it starts or stops. */
    @Override
    public final void kill() {
        Child running = child;
        if (running != null) {
            running.kill();
        }
    }

    @Override
    public final void terminate() {
        Child running = child;
        if (running != null) {
            running.terminate();
        }
    }

    @Override
    public final boolean isRunning() {
        Child running = child;
        return running != null && running.isAlive();
    }

    @Override
    public final OptionalLong pid() {
        Child running = child;
        return running != null && running.isAlive() ? OptionalLong.of(running.pid()) : OptionalLong.empty();
    }

    @Override
    public final Path log() {
        return directory.resolve(name + ".log");
    }
}
