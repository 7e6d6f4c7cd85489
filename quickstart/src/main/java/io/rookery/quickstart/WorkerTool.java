package io.rookery.quickstart;

import io.rookery.quickstart.process.JavaCommand;
import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The operator's tools that are in the worker's jar, because the cryptography is there. They run on this program's terminal. */
public enum WorkerTool {
    /** For master keys. */
    KEYS("io.rookery.worker.app.KeysMain"),
    /** For stored profiles. */
    PROFILES("io.rookery.worker.app.ProfilesMain");

    private static final int HEAP_MEGABYTES = 128;

    private final String main;

    WorkerTool(String main) {
        this.main = main;
    }

    /**
     * Returns when it has ended.
     *
     * @param directory the cluster's; the settings, and what the tool writes for the time being, lie there for the owner only
     * @param settings by property name; may hold secrets
     * @return its exit code
     * @throws PartFailed where it can't be started
     */
    public int run(Path directory, List<String> words, Map<String, String> settings) {
        String name = name().toLowerCase(Locale.ROOT);
        // Of this run alone: two may run at once.
        Path folder = PrivateFiles.directory(directory.resolve("tools"));
        Path file = folder.resolve(name + "-" + ProcessHandle.current().pid() + ".properties");
        PrivateFiles.write(
                file,
                new TreeMap<>(settings)
                        .entrySet().stream()
                                .map(entry ->
                                        entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
                                .collect(Collectors.joining()));
        List<String> command = new ArrayList<>(JavaCommand.main(
                UnpackedJar.of(Artifacts.worker()).toString(),
                main,
                HEAP_MEGABYTES,
                "-Djava.io.tmpdir=" + folder.toAbsolutePath()));
        command.addAll(words);
        command.add("--spring.config.additional-location=" + file.toUri());
        try {
            try {
                return new ProcessBuilder(command).inheritIO().start().waitFor();
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new PartFailed("cannot start the tool for " + name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailed("interrupted while the tool for " + name + " runs", e);
        }
    }
}
