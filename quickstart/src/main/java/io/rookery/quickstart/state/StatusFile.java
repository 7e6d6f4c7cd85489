package io.rookery.quickstart.state;

import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The file in a cluster's folder by which other processes learn about it. Written by the one process that runs the cluster. */
public final class StatusFile {
    /** Systems tell a process's start time only roughly. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final Path folder;
    private final Path file;

    public StatusFile(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.file = this.folder.resolve("cluster.json");
    }

    public void write(ClusterStatus status) {
        PrivateFiles.write(file, Json.text(status));
    }

    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new PartFailed("cannot delete " + file + ": " + e.getMessage(), e);
        }
    }

    /** What is said there; a cluster whose process is gone counts as stopped, even if it could not say so any more. */
    public ClusterStatus read() {
        try {
            if (Files.exists(file)) {
                ClusterStatus status = Json.MAPPER.readValue(Files.readString(file), ClusterStatus.class);
                if (process(status).isPresent()) {
                    return status;
                }
            }
            return ClusterStatus.stopped(folder.toString());
        } catch (IOException | JacksonException e) {
            throw new PartFailed("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** @return the process that runs the cluster, or empty where it is gone */
    public static Optional<ProcessHandle> process(ClusterStatus status) {
        return Optional.ofNullable(status.pid())
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(process -> isSame(process.info().startInstant().orElse(null), status.startedAt()));
    }

    private static boolean isSame(@Nullable Instant seen, @Nullable Instant written) {
        return seen == null
                || written == null
                || Duration.between(seen, written).abs().compareTo(TOLERANCE) <= 0;
    }

    public Path file() {
        return file;
    }
}
