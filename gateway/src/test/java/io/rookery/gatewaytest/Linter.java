package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Spectral, from npm as {@code src/test/spec/package-lock.json} pins it; fetched once. */
final class Linter {
    private static final Path SOURCES = Path.of("src", "test", "spec");
    private static final Path HOME = Path.of("target", "spec").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Linter() {}

    /** What it says of the document; empty where it is silent. */
    static String lint(String name, byte[] document) throws IOException, InterruptedException {
        install();
        Path file = Files.write(HOME.resolve(name + ".json"), document);
        Path report = HOME.resolve(name + ".report");
        // Told as an error, so that nothing is passed over in silence.
        int exit = run(
                HOME.resolve(name + ".out"),
                List.of(
                        "node",
                        "node_modules/@stoplight/spectral-cli/dist/index.js",
                        "lint",
                        "--quiet",
                        "--ruleset",
                        name + ".yaml",
                        "--fail-severity",
                        "hint",
                        "--output",
                        report.toString(),
                        file.toString()));
        String said = Files.exists(report) ? Files.readString(report).strip() : "";
        return exit == 0 ? said : exit + " " + said + Files.readString(HOME.resolve(name + ".out"));
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.toList())
                Files.copy(source, HOME.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        Path lock = HOME.resolve("package-lock.json");
        Path installed = HOME.resolve("installed-lock.json");
        if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) return;
        Path output = HOME.resolve("npm.out");
        int exit = run(output, List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
        assertThat(exit).as(Files.readString(output)).isZero();
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    private static int run(Path output, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(command + " does not end: " + Files.readString(output));
        }
        return process.exitValue();
    }
}
