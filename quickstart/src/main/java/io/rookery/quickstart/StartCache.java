package io.rookery.quickstart;

import io.rookery.quickstart.process.Child;
import io.rookery.quickstart.process.Folders;
import io.rookery.quickstart.process.JavaCommand;
import io.rookery.quickstart.process.PartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's ahead-of-time cache of a program, beside its unpacked jar: what the JVM has learnt about the program's classes while it watched one start. With it a start takes a third of the time.
 *
 * <p>A rehearsal makes it: the program once more, in the background and with the lowest priority, which ends when all of it is made and before it does anything. The JVM itself
 * refuses a cache that does not fit. Safe for use by many threads.
 */
final class StartCache {
    /** The JVM has much to say about the classes that it cannot keep. */
    private static final String QUIET = "-Xlog:disable";

    /**
     * The lowest priority, twice: of the process, and where it leads a session of its own, of that session's autogroup. Linux shares the processor between autogroups first, whatever the
     * priorities in them are (sched(7)).
     */
    private static final List<String> LAST_OF_ALL = List.of("/bin/sh", "-c", """
            {
              read -r _ _ _ _ _ session _ </proc/$$/stat
              [ "$session" = "$$" ] && echo 19 >/proc/$$/autogroup
            } 2>/dev/null
            exec nice -n 19 "$@"
            """, "sh");

    /** Those that a rehearsal of ours is making. */
    private static final Set<Path> IN_WORK = ConcurrentHashMap.newKeySet();

    private final Path jar;
    private final Path file;
    private @Nullable Rehearsal rehearsal;

    /** @param jar unpacked */
    StartCache(Path jar) {
        this.jar = jar;
        this.file = jar.resolveSibling("start.aot");
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** For the JVM's command line; asked before each start. */
    String[] flags() {
        return exists() ? new String[] {"-XX:AOTCache=" + file, QUIET} : new String[0];
    }

    /** Whether a rehearsal that was begun here is under way. */
    synchronized boolean isInWork() {
        return rehearsal != null;
    }

    /**
     * Begins a rehearsal where there is no cache and nobody makes it. Returns at once.
     *
     * @param heapMegabytes as the program's own
     * @param arguments of a program that gets in nobody's way, for a folder that it has for itself
     */
    synchronized void rehearse(
            int heapMegabytes, Map<String, String> environment, Function<Path, List<String>> arguments) {
        if (exists() || !IN_WORK.add(file)) return;
        try {
            Path scratch = Files.createTempDirectory(jar.getParent(), "rehearsal");
            Path draft = scratch.resolve("start.aot");
            var command = new ArrayList<>(LAST_OF_ALL);
            command.addAll(JavaCommand.jar(
                    jar, heapMegabytes, "-XX:AOTCacheOutput=" + draft, "-Dspring.context.exit=onRefresh", QUIET));
            command.addAll(arguments.apply(scratch));
            var begun = new Rehearsal(
                    Child.start(command, environment, scratch, scratch.resolve("rehearsal.log")), draft, scratch);
            rehearsal = begun;
            begun.process.onExit(() -> ended(begun));
        } catch (IOException e) {
            throw new PartFailed("cannot rehearse " + jar + ": " + e.getMessage(), e);
        }
    }

    /** Gives up a rehearsal that is under way: nothing of it is left, and it may be begun again. */
    void stop() {
        Rehearsal begun;
        synchronized (this) {
            begun = rehearsal;
        }
        if (begun == null) return;
        begun.process.killTree();
        ended(begun);
        IN_WORK.remove(file);
    }

    /** A failed one is not tried again by this process. */
    private synchronized void ended(Rehearsal ended) {
        if (rehearsal != ended) return;
        rehearsal = null;
        try {
            if (ended.process.exitCode() == 0 && Files.exists(ended.draft))
                Files.move(ended.draft, file, StandardCopyOption.ATOMIC_MOVE);
            Folders.delete(ended.scratch);
        } catch (IOException e) {
            throw new PartFailed("cannot keep " + ended.draft + ": " + e.getMessage(), e);
        }
    }

    private record Rehearsal(Child process, Path draft, Path scratch) {}
}
