package io.rookery.quickstart;

import io.rookery.quickstart.process.JavaCommand;
import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tool for master keys, which is in the worker's jar. It runs on this program's terminal. */
public final class KeysTool {
    private static final String MAIN = "io.rookery.worker.app.KeysMain";
    private static final int HEAP_MEGABYTES = 128;

    private KeysTool() {}

    /**
     * Returns when it has ended.
     *
     * @param directory the cluster's; the settings lie there for the time being, for the owner only
     * @param settings by property name; may hold secrets
     * @return its exit code
     * @throws PartFailed where it can't be started
     */
    public static int run(Path directory, List<String> words, Map<String, String> settings) {
        Path file = PrivateFiles.directory(directory.resolve("keys")).resolve("keys.properties");
        PrivateFiles.write(
                file,
                new TreeMap<>(settings)
                        .entrySet().stream()
                                .map(entry ->
                                        entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
                                .collect(Collectors.joining()));
        List<String> command = new ArrayList<>(
                JavaCommand.main(UnpackedJar.of(Artifacts.worker()).toString(), MAIN, HEAP_MEGABYTES));
        command.addAll(words);
        command.add("--spring.config.additional-location=" + file.toUri());
        try {
            try {
                return new ProcessBuilder(command).inheritIO().start().waitFor();
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new PartFailed("cannot start the tool for keys: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailed("interrupted while the tool for keys runs", e);
        }
    }
}
