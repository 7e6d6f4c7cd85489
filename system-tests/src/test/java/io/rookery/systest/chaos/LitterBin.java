package io.rookery.systest.chaos;

import io.rookery.systest.world.ProcessTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Collects what was left behind and should not: looks for it for ten seconds each time. Safe for use by many threads. */
final class LitterBin {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Queue<String> found = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looks = new AtomicInteger();

    /** Of a worker that has ended. */
    void processes(ProcessTree tree, String of) {
        none("processes of " + of, tree::left);
    }

    /** Programs that were started with this directory in their command line: drivers, browsers. */
    void programs(Path directory, String when) {
        none("programs on " + directory + " " + when, () -> using(directory.toString()));
    }

    /** @param left what is there still */
    void none(String what, Supplier<? extends Collection<?>> left) {
        looks.incrementAndGet();
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> left.get().isEmpty());
        } catch (ConditionTimeoutException e) {
            found.add(what + " after " + PATIENCE.toSeconds() + " s: " + left.get());
        }
    }

    /** @return the numbers of the processes that have this text in their command line */
    static List<Long> using(String text) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid)
                    .filter(pid -> commandLine(pid).contains(text))
                    .toList();
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    List<String> found() {
        return List.copyOf(found);
    }

    int looks() {
        return looks.get();
    }
}
