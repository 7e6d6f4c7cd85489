package io.rookery.worker.profile;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a generation of a profile consists of.
 *
 * @param dataKey under which its files are; null where the session has no profile from here on, there are no files then
 */
record Manifest(
        ManifestKey key,
        @Nullable DataKeyId dataKey,
        Instant time,
        Profiles.Metadata metadata,
        List<StoredFile> files) {

    /** More than any login needs: who asks for more wants to fill a disk. */
    static final int MAX_FILES = 20_000;

    static final long MAX_BYTES = 4L << 30;

    Manifest {
        files = List.copyOf(files);
    }

    /** What is wrong with that many files of that size together; empty where nothing is. */
    static Optional<String> excess(int files, long bytes) {
        if (files > MAX_FILES) return Optional.of(files + " files are more than " + MAX_FILES);
        if (bytes > MAX_BYTES) return Optional.of(bytes + " bytes are more than " + MAX_BYTES);
        return Optional.empty();
    }

    /**
     * @param path relative to the profile directory, with slashes
     * @param size in bytes, uncompressed
     */
    record StoredFile(String path, long size, ObjectName object) {
        String hash() {
            return object.hash();
        }
    }

    static Manifest deletion(ManifestKey key, Instant time) {
        return new Manifest(key, null, time, new Profiles.Metadata(0, "", ""), List.of());
    }

    boolean deleted() {
        return dataKey == null;
    }

    Profiles.Generation generation() {
        return new Profiles.Generation(key.epoch(), key.generation(), files.size(), bytes());
    }

    long bytes() {
        return files.stream().mapToLong(StoredFile::size).sum();
    }

    /** One object for each content, by its keyed hash. */
    Map<String, ObjectName> objects() {
        return files.stream().collect(Collectors.toMap(StoredFile::hash, StoredFile::object, (one, same) -> one));
    }

    /** Refuses what would leave the directory, overwrite itself or restore nothing. */
    void verifyFiles() throws ProfileDamaged {
        if (files.isEmpty()) throw new ProfileDamaged("manifest " + key.text() + " names no file");
        Set<String> paths = new HashSet<>();
        long bytes = 0;
        for (StoredFile file : files) {
            if (!isInside(file.path())) throw new ProfileDamaged("path leaves the profile: " + file.path());
            if (file.size() < 0 || file.size() > MAX_BYTES) throw new ProfileDamaged("impossible size: " + file.path());
            bytes += file.size();
            Optional<String> excess = excess(files.size(), bytes);
            if (excess.isPresent()) throw new ProfileDamaged("manifest " + key.text() + ": " + excess.get());
            if (!paths.add(file.path())) throw new ProfileDamaged("path stands twice: " + file.path());
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
