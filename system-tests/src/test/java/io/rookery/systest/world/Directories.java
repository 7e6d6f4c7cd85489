package io.rookery.systest.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Whole directories. */
public final class Directories {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Directories() {}

    /** Removes it with all that is in it; nothing where it is missing. Whoever still writes into it must be about to end. */
    public static void delete(Path directory) {
        Awaitility.await("the end of " + directory).atMost(PATIENCE).until(() -> isDeleted(directory));
    }

    private static boolean isDeleted(Path directory) {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) return true;
        try (Stream<Path> content = Files.walk(directory)) {
            List<Path> deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) Files.deleteIfExists(path);
            return true;
        } catch (IOException | UncheckedIOException changing) {
            return false;
        }
    }

    /** A copy as it is now, though somebody may write into it. */
    public static void copy(Path from, Path to) {
        delete(to);
        try (Stream<Path> content = Files.walk(from)) {
            for (Path path : content.toList()) Files.copy(path, to.resolve(from.relativize(path)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be copied: " + from, e);
        }
    }

    /** What lies in the directories of a directory; nothing where it is missing. */
    public static List<Path> grandchildren(Path directory) {
        if (!Files.isDirectory(directory)) return List.of();
        try (Stream<Path> content = Files.walk(directory, 2)) {
            return content.filter(path -> directory.relativize(path).getNameCount() == 2)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException changing) {
            return List.of(directory);
        }
    }
}
