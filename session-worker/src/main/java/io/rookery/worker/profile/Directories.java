package io.rookery.worker.profile;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Directories that nobody but the owner may look into: what lies in them opens an account. */
final class Directories {
    static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private Directories() {}

    /** Fails where it exists. */
    static void create(Path directory) throws IOException {
        createParentOf(directory);
        Files.createDirectory(directory, PRIVATE);
    }

    static void createWithParents(Path directory) throws IOException {
        Files.createDirectories(directory, PRIVATE);
    }

    static void createParentOf(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null) createWithParents(parent);
    }

    /** Does nothing where there is none; follows no links. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) return;
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @Nullable IOException e) throws IOException {
                if (e != null) throw e;
                Files.deleteIfExists(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Cleans up after an error, which stays the one that is told. */
    static void deleteAfter(Exception error, Path directory) {
        try {
            delete(directory);
        } catch (IOException e) {
            error.addSuppressed(e);
        }
    }
}
