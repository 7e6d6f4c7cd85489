package io.rookery.worker.media;

import io.rookery.events.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of messages on this disk, for as long as they are under way: {@code media/{session}/{file}}. Safe for use by many threads, as long as each file has one user. */
public final class MediaFiles {
    private final Path root;

    /** @param dataDirectory of the worker; exists */
    public MediaFiles(Path dataDirectory) {
        this.root = dataDirectory.resolve("media");
    }

    /** A place for a file; nothing is there. */
    public Path place(SessionId session, String name) throws IOException {
        Path directory = Files.createDirectories(root.resolve(session.value()));
        Path file = directory.resolve(name);
        Files.deleteIfExists(file);
        return file;
    }

    public void remove(SessionId session, String name) throws IOException {
        Files.deleteIfExists(root.resolve(session.value()).resolve(name));
    }

    /** Of a session that has gone. */
    public void removeAll(SessionId session) throws IOException {
        Path directory = root.resolve(session.value());
        if (!Files.isDirectory(directory)) return;
        for (Path file : entries(directory)) Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
    }

    /** Removes what an earlier process has left. To be called before any other method. */
    public void sweep() throws IOException {
        if (!Files.isDirectory(root)) return;
        for (Path session : entries(root)) removeAll(new SessionId(String.valueOf(session.getFileName())));
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
