package io.rookery.systest.world;

import io.rookery.quickstart.QuickStart;
import io.rookery.quickstart.process.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One start of a program as an operator would do it, to see how it fails. */
public final class Launch {
    private static final int HEAP_MEGABYTES = 192;

    private Launch() {}

    /**
     * How it ended.
     *
     * @param exitCode -1 where it had not ended in time
     * @param errors what it wrote to standard error, line by line
     * @param output what it wrote to standard output
     */
    public record End(int exitCode, List<String> errors, String output, Duration time) {}

    /** @param jar below the repository's folder; the JVM's command line to start it as it is */
    public static List<String> shipped(Path jar) {
        return JavaCommand.jar(home().resolve(jar), HEAP_MEGABYTES);
    }

    /** @param jar below the repository's folder; a command line that costs a third of the CPU time, once a cluster has run */
    public static List<String> quick(Path jar) {
        return new QuickStart(home().resolve(jar), HEAP_MEGABYTES).command();
    }

    /** @param program its command line, without arguments */
    public static End of(List<String> program, Map<String, String> settings, Path directory, Duration patience) {
        Path errors = directory.resolve("err");
        Path output = directory.resolve("out");
        Path file = directory.resolve("program.properties");
        List<String> command = new ArrayList<>(program);
        command.add("--spring.config.additional-location=" + file.toUri());
        try {
            Files.writeString(
                    file,
                    new TreeMap<>(settings)
                            .entrySet().stream()
                                    .map(it -> it.getKey() + "=" + it.getValue().replace("\\", "\\\\") + "\n")
                                    .collect(Collectors.joining()));
            long began = System.nanoTime();
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectError(errors.toFile())
                    .redirectOutput(output.toFile());
            // The environment outranks the file: what the start script sets there would mend the fault.
            builder.environment().keySet().removeIf(name -> name.startsWith("ROOKERY_"));
            Process process = builder.start();
            boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            Duration time = Duration.ofNanos(System.nanoTime() - began);
            if (!ended) process.destroyForcibly();
            List<String> lines = Files.readAllLines(errors).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            return new End(ended ? process.exitValue() : -1, lines, Files.readString(output), time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The repository's folder. */
    public static Path home() {
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .filter(path -> Files.isDirectory(path.resolve("session-worker")))
                .findFirst()
                .orElseThrow();
    }
}
