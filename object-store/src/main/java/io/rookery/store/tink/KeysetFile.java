package io.rookery.store.tink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rookery.store.KeyUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A keyset in a file. Whoever reads it sees the old one or the new one, never a part. */
public final class KeysetFile {
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path file;

    public KeysetFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** @throws KeyUnavailable where there is no keyset in it; the message is one line for the operator, without secrets */
    public Keyset read() throws KeyUnavailable {
        try {
            return Keyset.parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new KeyUnavailable("the master key file " + file + " does not exist");
        } catch (MalformedInputException e) {
            throw new KeyUnavailable("the master key file " + file + " is not text");
        } catch (IOException e) {
            throw new KeyUnavailable("the master key file " + file + " can't be read ("
                    + e.getClass().getSimpleName() + ")");
        } catch (KeyUnavailable e) {
            throw new KeyUnavailable("the master key file " + file + " can't be used: " + e.getMessage());
        }
    }

    /** What changes when the file does; null where there is none. */
    @Nullable Object stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether others than the owner may read or change it; false also where the file system can't say. */
    boolean isOpenToOthers() {
        try {
            Collection<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.stream().anyMatch(OTHERS::contains);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * Makes the file, for its owner only.
     *
     * @throws FileAlreadyExistsException where it is there: profiles may hang on it
     */
    public Keyset create() throws IOException {
        Keyset keyset = Keyset.create();
        Path draft = draft(keyset);
        try {
            Files.createLink(file, draft); // refused where there is one, whoever else makes one at this moment
        } finally {
            Files.deleteIfExists(draft);
        }
        persist(file.getParent());
        return keyset;
    }

    /** Adds a new primary. It is on the disk when this returns, because soon something will hang on it. */
    public Keyset rotate() throws IOException, KeyUnavailable {
        // Two rotations at once: without the lock the second would write over the first one's key.
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(
                        lockFile, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownersOnly(lockFile));
                FileLock lock = lock(channel)) {
            if (!lock.isValid()) throw new IOException("the lock of " + file + " is lost");
            Keyset keyset = read().rotated();
            Path draft = draft(keyset);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            persist(file.getParent());
            return keyset;
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) return lock;
        } catch (OverlappingFileLockException e) {
            // by this very program
        }
        throw new IOException("another rotation of " + file + " is under way");
    }

    private Path draft(Keyset keyset) throws IOException {
        Path draft = Files.createTempFile(file.getParent(), ".draft", ".json", ownersOnly(file));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer text = ByteBuffer.wrap((keyset.json() + "\n").getBytes(UTF_8));
            while (text.hasRemaining()) channel.write(text);
            channel.force(true);
        }
        return draft;
    }

    private static void persist(@Nullable Path directory) throws IOException {
        if (directory == null) return;
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
