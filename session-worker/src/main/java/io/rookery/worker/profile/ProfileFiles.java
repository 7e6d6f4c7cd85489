package io.rookery.worker.profile;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/**
 * What of a Chromium user-data directory a login lives in. Everything else (caches, {@code Local State}, preferences) is made anew by the browser, and a
 * {@code Singleton*} link or a lock from elsewhere would only keep it from opening. Journals of the SQLite files belong to them.
 */
final class ProfileFiles {
    private static final List<String> DIRECTORIES =
            List.of("Default/IndexedDB", "Default/Local Storage", "Default/WebStorage", "Default/Service Worker");
    private static final List<String> FILES = List.of(
            "Default/Cookies", "Default/Cookies-journal", "Default/Network/Cookies", "Default/Network/Cookies-journal");

    /** LevelDB's lock, which it makes itself, and its diary, which changes with every start and says nothing. */
    private static final Set<String> LEFT_OUT = Set.of("LOCK", "LOG", "LOG.old");

    /** LevelDB's tables are written once and never changed, so a link is as good as a copy. */
    private static final String TABLE = ".ldb";

    private ProfileFiles() {}

    /** Copies into a directory that is created; nothing is left of it after an error. */
    static void copy(Path profile, Path target) throws IOException {
        Directories.create(target);
        try {
            for (String directory : DIRECTORIES) {
                Path source = profile.resolve(directory);
                if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
                    Files.walkFileTree(source, new Copy(profile, target));
                }
            }
            for (String file : FILES) {
                Path source = profile.resolve(file);
                if (Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
                    Directories.createParentOf(target.resolve(file));
                    Files.copy(source, target.resolve(file));
                }
            }
        } catch (IOException e) {
            Directories.deleteAfter(e, target);
            throw e;
        }
    }

    /** A link where the file never changes. */
    static void linkOrCopy(Path file, Path target) throws IOException {
        if (!file.toString().endsWith(TABLE) || !link(file, target)) Files.copy(file, target);
    }

    private static boolean link(Path file, Path target) {
        try {
            Files.createLink(target, file);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false; // another file system, or one without links: the copy tells what is really wrong
        }
    }

    private static final class Copy extends SimpleFileVisitor<Path> {
        private final Path profile;
        private final Path target;

        Copy(Path profile, Path target) {
            this.profile = profile;
            this.target = target;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            Directories.createWithParents(counterpart(directory));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String name = file.getFileName().toString();
            if (LEFT_OUT.contains(name)) return FileVisitResult.CONTINUE;
            if (!attributes.isRegularFile()) {
                throw new FileSystemException(file.toString(), null, "neither a file nor a directory");
            }
            linkOrCopy(file, counterpart(file));
            return FileVisitResult.CONTINUE;
        }

        private Path counterpart(Path source) {
            return target.resolve(profile.relativize(source).toString());
        }
    }
}
