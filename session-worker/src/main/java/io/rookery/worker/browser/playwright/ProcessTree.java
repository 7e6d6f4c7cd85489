package io.rookery.worker.browser.playwright;

import io.rookery.worker.browser.WhatsAppPage.FrozenWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A browser's processes: the one that was started, which leads a process group, its group and all their descendants. Reads Linux' {@code /proc}.
 *
 * @param root the process that was started
 */
record ProcessTree(long root) {
    private static final Path PROC = Path.of("/proc");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

    /** The processes there are now. */
    List<Long> members() {
        Map<Long, Stat> all = processes();
        Set<Long> found = new HashSet<>();
        List<Long> members = new ArrayList<>();
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Stat process : all.values()) {
                boolean ours = process.pid == root || process.group == root || found.contains(process.parent);
                if (ours && process.state != 'Z' && found.add(process.pid)) {
                    members.add(process.pid);
                    grew = true;
                }
            }
        }
        return members;
    }

    void kill() {
        Posix.signalGroup(root, Posix.Signal.KILL);
        members().forEach(pid -> Posix.signal(pid, Posix.Signal.KILL));
    }

    /**
     * Stops every process and thread, runs the work, lets them go on.
     *
     * @param ticker nanoseconds
     * @return how long they stood still
     * @throws IOException what the work threw, or because they could not be stopped
     */
    Duration whileStopped(FrozenWork work, LongSupplier ticker) throws IOException {
        if (!Files.isDirectory(PROC.resolve("self/task")))
            throw new IOException("a browser can only be frozen on Linux: there is no /proc here");
        long began = ticker.getAsLong();
        try {
            stop(began, ticker);
            work.run();
        } finally {
            members().forEach(pid -> Posix.signal(pid, Posix.Signal.CONT));
            Posix.signalGroup(root, Posix.Signal.CONT);
        }
        return Duration.ofNanos(ticker.getAsLong() - began);
    }

    private void stop(long began, LongSupplier ticker) throws IOException {
        // A process that was just being forked appears late: signal all of them until every thread of every one stands
        // still.
        while (true) {
            List<Long> members = members();
            if (members.isEmpty()) throw new IOException("the browser is gone");
            members.forEach(pid -> Posix.signal(pid, Posix.Signal.STOP));
            if (members.stream().allMatch(ProcessTree::standsStill) && new HashSet<>(members).containsAll(members()))
                return;
            if (ticker.getAsLong() - began > STOP_LIMIT.toNanos())
                throw new IOException("the browser could not be stopped within " + STOP_LIMIT.toMillis() + " ms");
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private static boolean standsStill(long pid) {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            for (Path task : tasks) {
                char state = Stat.read(task.resolve("stat")).state;
                if (state != 'T' && state != 'Z' && state != 'X') return false;
            }
            return true;
        } catch (IOException e) {
            return true; // gone
        }
    }

    /** Memory in bytes, each shared page divided among its users. */
    static long proportionalMemory(long pid) {
        try {
            for (String line : Files.readAllLines(PROC.resolve(pid + "/smaps_rollup")))
                if (line.startsWith("Pss:")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        } catch (IOException e) {
            return 0; // gone, or not ours to read
        }
        return 0;
    }

    /** All processes that carry this in their environment, or in their command line. */
    static List<Long> carrying(String inEnvironment, String inCommandLine) {
        return processes().keySet().stream()
                .filter(pid -> contains(pid, "environ", inEnvironment) || contains(pid, "cmdline", inCommandLine))
                .toList();
    }

    private static boolean contains(long pid, String file, String text) {
        try {
            return new String(Files.readAllBytes(PROC.resolve(pid + "/" + file)), StandardCharsets.UTF_8)
                    .contains(text);
        } catch (IOException e) {
            return false; // gone, or of another user
        }
    }

    private static Map<Long, Stat> processes() {
        Map<Long, Stat> processes = new HashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                try {
                    Stat stat = Stat.read(entry.resolve("stat"));
                    processes.put(stat.pid, stat);
                } catch (IOException e) {
                    continue; // gone between the two looks
                }
            }
        } catch (IOException e) {
            return Map.of(); // no /proc: nothing is known
        }
        return processes;
    }

    private record Stat(long pid, char state, long parent, long group) {
        static Stat read(Path file) throws IOException {
            String line = Files.readString(file, StandardCharsets.ISO_8859_1);
            // The name, in brackets, may contain anything.
            int afterName = line.lastIndexOf(')');
            String[] fields = line.substring(afterName + 2).split(" ", 4);
            return new Stat(
                    Long.parseLong(line.substring(0, line.indexOf(' '))),
                    fields[0].charAt(0),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]));
        }
    }
}
