package io.rookery.systest.world;

import io.rookery.quickstart.Cluster;
import io.rookery.quickstart.state.ClusterStatus;
import io.rookery.quickstart.state.StatusFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./rookery} as an operator types it, while a cluster of the tests runs. */
public final class StartScript {
    private static final int LIMIT_SECONDS = 60;

    private final Cluster cluster;

    StartScript(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * How it ended.
     *
     * @param output what it wrote to standard output, line by line
     * @param errors to standard error, likewise
     */
    public record End(int exitCode, List<String> output, List<String> errors) {}

    /** Returns when it has ended. */
    public End run(String... words) {
        // The script finds a cluster by what the one who started it has written.
        new StatusFile(cluster.data()).write(ClusterStatus.of(cluster, ProcessHandle.current(), true, Map.of()));
        List<String> command =
                new ArrayList<>(List.of("bash", Launch.home().resolve("rookery").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", cluster.data().toString()));
        Path output = cluster.data().resolve("script.out");
        Path errors = cluster.data().resolve("script.err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " has not ended after " + LIMIT_SECONDS + " s");
            }
            return new End(process.exitValue(), Files.readAllLines(output), Files.readAllLines(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            new StatusFile(cluster.data()).delete();
        }
    }
}
