package io.rookery.quickstart;

import io.rookery.quickstart.process.Folders;
import io.rookery.quickstart.process.JavaCommand;
import io.rookery.quickstart.process.PartFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A Spring Boot jar, unpacked beside itself into a folder named after its content. From there the JVM can use a {@link StartCache};
 * and a new build does not touch what runs.
 */
final class UnpackedJar {
    private static final int HEAP_MEGABYTES = 64;
    private static final int KEPT = 3;
    private static final Map<Path, Path> KNOWN = new ConcurrentHashMap<>();

    private UnpackedJar() {}

    /** @return the thin jar to start in place of {@code jar}, alone in its folder but for its libraries and its {@link StartCache} */
    static Path of(Path jar) {
        return KNOWN.computeIfAbsent(jar, UnpackedJar::unpacked);
    }

    private static Path unpacked(Path jar) {
        try {
            Path place = Files.createDirectories(jar.resolveSibling("unpacked"));
            Path folder = place.resolve(fingerprint(jar));
            if (!Files.exists(folder)) {
                Path draft = Files.createTempDirectory(place, ".draft");
                unpack(jar, draft);
                moveInto(folder, draft);
                removeOld(place);
            }
            return folder.resolve(jar.getFileName());
        } catch (IOException e) {
            throw new PartFailed("cannot unpack " + jar + ": " + e.getMessage(), e);
        }
    }

    /** Of the checksums in the jar's directory: the time stamps of a reproducible build say nothing. */
    private static String fingerprint(Path jar) throws IOException {
        var all = new CRC32();
        long size = 0;
        try (var zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                all.update((entry.getName() + ' ' + entry.getCrc() + '\n').getBytes(StandardCharsets.UTF_8));
                size += entry.getSize();
            }
        }
        return Long.toHexString(all.getValue()) + '-' + Long.toHexString(size);
    }

    private static void unpack(Path jar, Path draft) throws IOException {
        List<String> command = new ArrayList<>(JavaCommand.jar(jar, HEAP_MEGABYTES, "-Djarmode=tools"));
        command.addAll(List.of("extract", "--force", "--destination", draft.toString()));
        Path log = draft.resolveSibling(draft.getFileName() + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new PartFailed("cannot unpack " + jar + ", see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailed("interrupted while unpacking " + jar, e);
        }
        Files.delete(log);
    }

    private static void moveInto(Path folder, Path draft) throws IOException {
        try {
            Files.move(draft, folder);
        } catch (IOException e) {
            if (!Files.exists(folder)) {
                throw e;
            }
            Folders.delete(draft);
        }
    }

    private static void removeOld(Path place) throws IOException {
        List<Path> old;
        try (var folders = Files.list(place)) {
            old = folders.filter(folder -> !folder.getFileName().toString().startsWith("."))
                    .sorted((a, b) ->
                            Long.compare(b.toFile().lastModified(), a.toFile().lastModified()))
                    .skip(KEPT)
                    .toList();
        }
        for (Path folder : old) {
            Folders.delete(folder);
        }
    }
}
