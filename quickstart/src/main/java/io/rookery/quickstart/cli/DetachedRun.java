package io.rookery.quickstart.cli;

import io.rookery.quickstart.process.Detached;
import io.rookery.quickstart.process.JavaCommand;
import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.PrivateFiles;
import io.rookery.quickstart.process.Wait;
import io.rookery.quickstart.state.ClusterStatus;
import io.rookery.quickstart.state.StatusFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a cluster in a process of its own that stays when this one ends. */
final class DetachedRun {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int HEAP_MEGABYTES = 64;

    private final StatusFile file;
    private final PrintWriter out;
    private final Wait.Stopwatch clock = Wait.stopwatch();

    DetachedRun(StatusFile file, PrintWriter out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Returns when the cluster is usable.
     *
     * @param arguments as they were given to us
     */
    void start(List<String> arguments) {
        Path log = file.file().resolveSibling("up.log");
        // The banner shows the API key.
        PrivateFiles.write(log, "");
        Process process = Detached.start(command(arguments), log);
        boolean ready =
                Wait.until(PATIENCE, () -> !process.isAlive() || file.read().ready());
        if (!process.isAlive()) {
            throw new PartFailed(lastLine(log));
        }
        if (!ready) {
            throw new PartFailed("not usable after " + PATIENCE.toMinutes() + " minutes, see " + log);
        }
        ClusterStatus status = file.read();
        Banner.print(out, status, clock.elapsed());
    }

    static List<String> command(List<String> arguments) {
        var properties = new ArrayList<String>();
        String home = System.getProperty("rookery.home");
        if (home != null) {
            properties.add("-Drookery.home=" + home);
        }
        List<String> command = JavaCommand.main(
                System.getProperty("java.class.path"),
                Main.class.getName(),
                HEAP_MEGABYTES,
                properties.toArray(String[]::new));
        arguments.stream().filter(argument -> !argument.equals("--detach")).forEach(command::add);
        return command;
    }

    private static String lastLine(Path log) {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith("rookery: "))
                    .reduce((first, second) -> second)
                    .map(line -> line.substring("rookery: ".length()))
                    .orElse("the cluster did not start, see " + log);
        } catch (IOException e) {
            throw new PartFailed("cannot read " + log, e);
        }
    }
}
