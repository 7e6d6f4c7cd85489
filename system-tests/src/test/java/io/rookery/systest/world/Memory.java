package io.rookery.systest.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
