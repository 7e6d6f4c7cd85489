package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a worker keeps the profiles of its running sessions: {@code <data-directory>/profiles/<session>/<epoch>}, one for each epoch, so that a browser that
 * outlived its owner can't write into the next one's. What is not whole has another name: {@code <epoch>.new} while it is restored, {@code <epoch>.staging} on its way to
 * the store, {@code <epoch>.deleted}, {@code warm} when the session has gone and may come back. So what a dead process has left under a plain epoch is a whole profile. Safe for use by many threads, for different sessions.
 */
public final class LocalProfiles {
    private static final Pattern WHOLE = Pattern.compile("\\d+");
    private static final String WARM = "warm";
    private final Path root;
    private final Duration warmFor;

    /**
     * @param dataDirectory of one worker; nobody else writes into its {@code profiles}
     * @param warmFor how long {@link #keepWarm} keeps a profile; zero for not at all
     */
    public LocalProfiles(Path dataDirectory, Duration warmFor) {
        this.root = dataDirectory.toAbsolutePath().resolve("profiles");
        this.warmFor = warmFor;
    }

    /** Under which all of them lie: a browser whose user-data directory starts with it belongs to this worker. */
    public Path root() {
        return root;
    }

    /** The directory of a session's epoch, which need not exist. */
    public Path of(SessionId session, Epoch epoch) {
        return root.resolve(session.value()).resolve(epoch.toString());
    }

    /** An empty directory for {@link Profiles#restore}; it becomes the session's with {@link #use}. Whatever else is here of the session is removed, but what is {@link #warm}. */
    public Path fresh(SessionId session, Epoch epoch) throws IOException {
        Path home = root.resolve(session.value());
        if (Files.isDirectory(home)) for (Path entry : entries(home)) if (!entry.endsWith(WARM)) delete(entry);
        Path directory = root.resolve(session.value()).resolve(epoch + ".new");
        Directories.createWithParents(directory);
        return directory;
    }

    /** What was restored is whole. @return {@link #of} */
    public Path use(SessionId session, Epoch epoch) throws IOException {
        return Files.move(root.resolve(session.value()).resolve(epoch + ".new"), of(session, epoch));
    }

    /**
     * The profile that this worker's previous owner of the session has left, where nobody had the session in between: it is newer than any that is stored. It becomes this epoch's.
     *
     * @param epoch the one that was just taken
     */
    public Optional<Path> home(SessionId session, Epoch epoch) throws IOException {
        Path left = root.resolve(session.value()).resolve(Integer.toString(epoch.value() - 1));
        Path taken = of(session, epoch);
        if (Files.isDirectory(taken)) return Optional.of(taken); // by an earlier try
        if (!Files.isDirectory(left)) return Optional.empty();
        return Optional.of(Files.move(left, taken));
    }

    /** A place for {@link Profiles#copy}: does not exist, on the same file system as the profile. One at a time for each session and epoch. */
    public Path staging(SessionId session, Epoch epoch) throws IOException {
        Path directory = root.resolve(session.value()).resolve(epoch + ".staging");
        Directories.delete(directory);
        Directories.createWithParents(root.resolve(session.value()));
        return directory;
    }

    /**
     * Keeps the profile of a session that has gone, so that its next restore on this worker fetches only what has changed. Its browser must be gone. It does not survive the process:
     * {@link #sweepUnfinished} removes it.
     *
     * @param profile as {@link #use} or {@link #home} have given it
     * @param now from when on its age counts
     */
    public void keepWarm(SessionId session, Path profile, Instant now) throws IOException {
        if (warmFor.isZero()) {
            removeAll(session);
            return;
        }
        Path warm = root.resolve(session.value()).resolve(WARM);
        Directories.delete(warm);
        for (Path entry : entries(root.resolve(session.value()))) if (!entry.equals(profile)) delete(entry);
        Files.move(profile, warm);
        Files.setLastModifiedTime(warm, FileTime.from(now));
    }

    /** What {@link #keepWarm} has left of a session. May vanish at any time, and is to be believed as far as its checksums say. */
    public Optional<Path> warm(SessionId session) {
        return Optional.of(root.resolve(session.value()).resolve(WARM)).filter(Files::isDirectory);
    }

    /** Removes what has been warm for long enough. To be called now and then. */
    public void cool(Instant now) throws IOException {
        removeWarm(now.minus(warmFor));
    }

    /** Removes all that is warm: nobody comes back to a worker that stops. */
    public void removeWarm() throws IOException {
        removeWarm(Instant.MAX);
    }

    private void removeWarm(Instant keptSince) throws IOException {
        if (!Files.isDirectory(root)) return;
        for (Path session : entries(root)) {
            Path warm = session.resolve(WARM);
            if (!Files.isDirectory(warm)
                    || Files.getLastModifiedTime(warm).toInstant().isAfter(keptSince)) continue;
            Directories.delete(warm);
            if (entries(session).isEmpty()) Files.deleteIfExists(session);
        }
    }

    /** Removes everything of a session. Its browser must be gone. */
    public void removeAll(SessionId session) throws IOException {
        remove(root.resolve(session.value()));
    }

    private static void remove(Path session) throws IOException {
        if (!Files.isDirectory(session)) return;
        for (Path entry : entries(session)) delete(entry);
        Files.deleteIfExists(session);
    }

    /** Half a profile must not look like one. */
    private static void delete(Path entry) throws IOException {
        if (!isWhole(entry)) {
            Directories.delete(entry);
            return;
        }
        Path doomed = entry.resolveSibling(entry.getFileName() + ".deleted");
        Directories.delete(doomed);
        Directories.delete(Files.move(entry, doomed));
    }

    private static boolean isWhole(Path entry) {
        return WHOLE.matcher(String.valueOf(entry.getFileName())).matches();
    }

    /** Removes what an earlier process has not finished. To be called while no browser of this worker runs, before any other method. */
    public void sweepUnfinished() throws IOException {
        if (!Files.isDirectory(root)) return;
        for (Path session : entries(root))
            if (Files.isDirectory(session))
                for (Path entry : entries(session)) if (!isWhole(entry)) Directories.delete(entry);
    }

    /** Removes the profiles of all other sessions: nobody on this worker has them. */
    public void keepOnly(Set<SessionId> sessions) throws IOException {
        if (!Files.isDirectory(root)) return;
        Set<String> kept = sessions.stream().map(SessionId::value).collect(Collectors.toSet());
        for (Path session : entries(root)) if (!kept.contains(String.valueOf(session.getFileName()))) remove(session);
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }
}
