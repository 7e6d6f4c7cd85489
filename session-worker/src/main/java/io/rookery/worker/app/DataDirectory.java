package io.rookery.worker.app;

import io.rookery.startup.StartupFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The worker's directory, locked for the life of this process: a second worker on it refuses to start, and whoever gets the lock knows that its predecessor is dead. */
public final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final String home;

    private DataDirectory(Path path, FileChannel channel, String home) {
        this.path = path;
        this.channel = channel;
        this.home = home;
    }

    public static DataDirectory lock(Path path) {
        try {
            Files.createDirectories(path);
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix"))
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            FileChannel channel =
                    FileChannel.open(path.resolve("worker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StartupFailure("another worker runs on the data directory " + path);
            }
            return new DataDirectory(path, channel, ownId(path.resolve("home")));
        } catch (IOException e) {
            throw new StartupFailure("the data directory " + path + " can't be used: " + e.getMessage());
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Made once, by the first worker on the directory. Written beside and moved into place, so that a crash leaves all of it or nothing. */
    private static String ownId(Path file) throws IOException {
        String known = Files.exists(file) ? Files.readString(file).strip() : "";
        if (!known.isEmpty()) return known;
        String fresh = UUID.randomUUID().toString();
        Path draft = Files.writeString(file.resolveSibling("home.draft"), fresh + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return fresh;
    }

    /** The directory's own random id, the same for every worker that ever runs on it. */
    public String home() {
        return home;
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
