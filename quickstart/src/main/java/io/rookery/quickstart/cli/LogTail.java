package io.rookery.quickstart.cli;

import io.rookery.quickstart.process.PartFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, and what is appended to it. */
final class LogTail {
    private static final long MOST_BYTES = 256_000;

    private final String name;
    private final Path file;
    private long position;

    /** @param name stands before each line; empty for none */
    LogTail(String name, Path file) {
        this.name = name;
        this.file = file;
    }

    void printEnd(PrintWriter out, int lines) {
        List<String> all = read(true).lines().toList();
        all.subList(Math.max(0, all.size() - Math.max(0, lines)), all.size()).forEach(line -> print(out, line));
    }

    void printNew(PrintWriter out) {
        read(false).lines().forEach(line -> print(out, line));
    }

    private void print(PrintWriter out, String line) {
        out.println(name.isEmpty() ? line : String.format("%-10s| %s", name, line));
    }

    /** Whole lines only; the rest comes with the next call. */
    private String read(boolean endOnly) {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            if (log.length() < position) {
                position = 0;
            }
            if (endOnly) {
                position = Math.max(0, log.length() - MOST_BYTES);
            }
            log.seek(position);
            byte[] bytes = new byte[(int) Math.min(MOST_BYTES, log.length() - position)];
            log.readFully(bytes);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            position += end;
            return new String(bytes, 0, end, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new PartFailed("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
