package io.rookery.systest.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The scripts of {@code src/test/clients} with their libraries from npm, as the lock file pins them; fetched once. */
public final class NodeScripts {
    private static final Path SOURCES = Path.of("src", "test", "clients");
    private static final Path HOME = Path.of("target", "clients").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private NodeScripts() {}

    public static void install() {
        try {
            Files.createDirectories(HOME);
            try (Stream<Path> sources = Files.list(SOURCES)) {
                for (Path source : sources.filter(Files::isRegularFile).toList())
                    Files.copy(source, HOME.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            Path lock = HOME.resolve("package-lock.json");
            Path installed = HOME.resolve("installed-lock.json");
            if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) return;
            run("npm", Map.of(), "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void write(String file, byte[] content) {
        try {
            Files.write(HOME.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a program to its end, which must be a good one.
     *
     * @param name of its output's file
     * @return what it wrote
     */
    public static String run(String name, Map<String, String> environment, String... command) {
        Path output = HOME.resolve(name + ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            String said = Files.readString(output);
            assertThat(ended).as("%s ends: %s", List.of(command), said).isTrue();
            assertThat(process.exitValue()).as("%s: %s", List.of(command), said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
