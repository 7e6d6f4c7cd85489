package io.rookery.worker.profile;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which files a profile has, as a manifest or an archive says it. Nothing is written before it has been verified. */
final class FileTable {
    /** More than any login needs: who asks for more wants to fill a disk. */
    static final int MAX_FILES = 20_000;

    static final long MAX_BYTES = 4L << 30;

    private FileTable() {}

    /**
     * @param path relative to the profile's directory, with slashes
     * @param size in bytes
     */
    record Line(String path, long size) {}

    /** What is wrong with that many files of that size together; empty where nothing is. */
    static Optional<String> excess(int files, long bytes) {
        if (files > MAX_FILES) return Optional.of(files + " files are more than " + MAX_FILES);
        if (bytes > MAX_BYTES) return Optional.of(bytes + " bytes are more than " + MAX_BYTES);
        return Optional.empty();
    }

    /**
     * Refuses what would leave the directory, overwrite itself, bring nothing or too much.
     *
     * @param what has the table, for the message
     */
    static void verify(String what, List<Line> lines) throws ProfileDamaged {
        if (lines.isEmpty()) throw new ProfileDamaged(what + " names no file");
        Set<String> paths = new HashSet<>();
        long bytes = 0;
        for (Line line : lines) {
            if (!isInside(line.path())) throw new ProfileDamaged("path leaves the profile: " + line.path());
            if (line.size() < 0 || line.size() > MAX_BYTES) throw new ProfileDamaged("impossible size: " + line.path());
            bytes += line.size();
            Optional<String> excess = excess(lines.size(), bytes);
            if (excess.isPresent()) throw new ProfileDamaged(what + ": " + excess.get());
            if (!paths.add(line.path())) throw new ProfileDamaged("path stands twice: " + line.path());
        }
        for (String path : paths) {
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                if (paths.contains(path.substring(0, slash))) {
                    throw new ProfileDamaged("path is a file and a directory: " + path.substring(0, slash));
                }
            }
        }
    }

    private static boolean isInside(String path) {
        if (path.isEmpty() || path.indexOf('\\') >= 0 || path.indexOf('\0') >= 0) return false;
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) return false;
        }
        return true;
    }
}
