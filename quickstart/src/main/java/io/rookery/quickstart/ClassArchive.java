package io.rookery.quickstart;

import io.rookery.quickstart.process.PartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The JVM's archive of a program's loaded classes, beside its unpacked jar. The first process that starts while there is none writes one when
 * it ends in order, which takes it a few seconds; all later ones start from it. The JVM itself refuses an archive that does not fit.
 */
final class ClassArchive {
    /** What the JVM ends with after SIGTERM. */
    private static final int TERMINATED = 143;

    /** The JVM has much to say about the classes that it cannot archive. */
    private static final String QUIET = "-Xlog:disable";

    /** Archives that some process of ours is to write. */
    private static final Set<Path> WRITERS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Path draft;
    private boolean writer;

    /** @param jar unpacked */
    ClassArchive(Path jar) {
        this.file = jar.resolveSibling("classes.jsa");
        this.draft = jar.resolveSibling("classes-" + ProcessHandle.current().pid() + ".jsa");
    }

    /** For the JVM's command line; asked once before each start. */
    String[] flags() {
        if (Files.exists(file)) {
            return new String[] {"-XX:SharedArchiveFile=" + file, QUIET};
        }
        writer = writer || WRITERS.add(file);
        return writer ? new String[] {"-XX:ArchiveClassesAtExit=" + draft, QUIET} : new String[0];
    }

    /** After the process has ended: takes the archive that it has written, if it could. */
    void ended(int exitCode) {
        if (!writer) {
            return;
        }
        try {
            if (exitCode == TERMINATED && Files.exists(draft)) {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            throw new PartFailed("cannot keep " + draft + ": " + e.getMessage(), e);
        }
        if (Files.exists(file)) {
            writer = false;
        }
    }
}
