package io.rookery.quickstart;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A program of the cluster that runs as a child process on the loopback address, with its data in a folder that outlives it. The child dies
 * with this JVM. Ports and secrets stay the same over restarts of one object. Safe for use by many threads; calls to one part take turns.
 */
public interface Part extends AutoCloseable {
    String name();

    /**
     * Starts the program and returns when it is usable; does nothing where it runs already.
     *
     * @throws io.rookery.quickstart.process.PortTaken where somebody else listens on its port
     * @throws io.rookery.quickstart.process.PartFailed where it ends or is not usable in time, with the program's own word on the cause
     */
    void start();

    /** SIGTERM, and SIGKILL where that does not end it in time; returns when the process is gone. Does nothing where none runs. */
    void stop();

    /** SIGKILL; returns when the process is gone. Does nothing where none runs. */
    void kill();

    /** SIGTERM; returns at once. Does nothing where none runs. */
    void terminate();

    /** {@link #stop()} where it runs, then {@link #start()}: with the same data, ports and secrets. */
    default void restart() {
        stop();
        start();
    }

    boolean isRunning();

    /** @return the process's number, or empty where none runs */
    OptionalLong pid();

    /** The file that gets all that the program prints. */
    Path log();

    /** As {@link #stop()}. */
    @Override
    default void close() {
        stop();
    }
}
