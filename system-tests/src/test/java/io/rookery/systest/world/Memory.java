package io.rookery.systest.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Proportional memory, as Linux counts it: what processes share is divided among them. */
public final class Memory {
    private Memory() {}

    /** @return megabytes of the process and all that it has started */
    public static double ofTree(long pid) {
        return ProcessHandle.of(pid).stream()
                        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                        .mapToLong(process -> kilobytes(process.pid()))
                        .sum()
                / 1024.0;
    }

    /** @return megabytes of the process alone */
    public static double of(long pid) {
        return kilobytes(pid) / 1024.0;
    }

    /** A kind of process among those that a worker starts. */
    public enum Kind {
        BROWSERS,
        PAGES,
        DRIVERS;

        /** A page's process shows no command line to Java. */
        private static Kind of(String commandLine) {
            if (commandLine.contains("run-driver")) return DRIVERS;
            return commandLine.contains("--user-data-dir=") && !commandLine.contains("--type=") ? BROWSERS : PAGES;
        }
    }

    /** @return megabytes of all that the process has started, by kind */
    public static Map<Kind, Double> byKind(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .collect(Collectors.groupingBy(
                        process -> Kind.of(process.info().commandLine().orElse("")),
                        TreeMap::new,
                        Collectors.summingDouble(process -> of(process.pid()))));
    }

    private static long kilobytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }
}
