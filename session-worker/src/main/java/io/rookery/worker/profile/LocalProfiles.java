package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a worker keeps the profiles of its running sessions: {@code <data-directory>/profiles/<session>/<epoch>}, a fresh one for each epoch, so that a browser that
 * outlived its owner can't write into the next one's. Copies on their way to the store lie beside them. Safe for use by many threads.
 */
public final class LocalProfiles {
    private final Path root;

    /** @param dataDirectory of one worker; nobody else writes into its {@code profiles} */
    public LocalProfiles(Path dataDirectory) {
        this.root = dataDirectory.toAbsolutePath().resolve("profiles");
    }

    /** Under which all of them lie: a browser whose user-data directory starts with it belongs to this worker. */
    public Path root() {
        return root;
    }

    /** The directory of a session's epoch, which need not exist. */
    public Path of(SessionId session, Epoch epoch) {
        return root.resolve(session.value()).resolve(epoch.toString());
    }

    /** The same, empty: for {@link Profiles#restore}. What another try has left there is removed. */
    public Path fresh(SessionId session, Epoch epoch) throws IOException {
        Path directory = of(session, epoch);
        Directories.delete(directory);
        Directories.createWithParents(directory);
        return directory;
    }

    /** A place for {@link Profiles#copy}: does not exist, on the same file system as the profile. One at a time for each session and epoch. */
    public Path staging(SessionId session, Epoch epoch) throws IOException {
        Path directory = root.resolve(session.value()).resolve(epoch + ".staging");
        Directories.delete(directory);
        Directories.createWithParents(root.resolve(session.value()));
        return directory;
    }

    /** Removes everything of a session's epoch. Its browser must be gone. */
    public void remove(SessionId session, Epoch epoch) throws IOException {
        Path parent = root.resolve(session.value());
        if (!Files.isDirectory(parent)) return;
        for (Path entry : entries(parent)) {
            String name = entry.getFileName().toString();
            if (name.equals(epoch.toString()) || name.startsWith(epoch + ".")) Directories.delete(entry);
        }
    }

    /**
     * Removes what an earlier process has left. To be called while no browser of this worker runs, before any other method.
     *
     * @param kept directories of {@link #of} that are still wanted
     * @return what was removed
     */
    public List<Path> sweep(Set<Path> kept) throws IOException {
        List<Path> removed = new ArrayList<>();
        if (!Files.isDirectory(root)) return removed;
        for (Path session : entries(root)) {
            if (!Files.isDirectory(session)) continue;
            for (Path entry : entries(session)) {
                if (kept.contains(entry)) continue;
                Directories.delete(entry);
                removed.add(entry);
            }
            if (entries(session).isEmpty()) Files.delete(session);
        }
        return removed;
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }
}
