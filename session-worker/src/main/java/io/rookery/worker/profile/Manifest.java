package io.rookery.worker.profile;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    Manifest {
        files = List.copyOf(files);
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
        FileTable.verify(
                "manifest " + key.text(),
                files.stream()
                        .map(file -> new FileTable.Line(file.path(), file.size()))
                        .toList());
    }
}
