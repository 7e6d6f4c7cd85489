package io.rookery.quickstart.cli;

import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.Wait;
import io.rookery.quickstart.state.ClusterStatus;
import io.rookery.quickstart.state.StatusFile;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;

@Command(name = "down", description = "Stops the cluster; its data stays.", mixinStandardHelpOptions = true)
final class DownCommand extends ClusterCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    @Override
    public Integer call() {
        var out = out();
        var file = new StatusFile(folder());
        ClusterStatus status = file.read();
        var process = StatusFile.process(status);
        if (process.isEmpty()) {
            out.println("no cluster is up on " + status.dataDirectory());
            return 0;
        }
        var clock = Wait.stopwatch();
        stop(process.get());
        file.delete();
        out.printf(
                Locale.ROOT,
                "down after %.1f s; the data stays in %s%n",
                clock.elapsed().toMillis() / 1000.0,
                status.dataDirectory());
        return 0;
    }

    private static void stop(ProcessHandle process) {
        if (!process.destroy()) {
            throw new PartFailed("may not stop process " + process.pid() + ": is it somebody else's?");
        }
        if (!Wait.until(PATIENCE, () -> !process.isAlive())) {
            process.destroyForcibly();
            if (!Wait.until(PATIENCE, () -> !process.isAlive())) {
                throw new PartFailed("process " + process.pid() + " does not end");
            }
        }
    }
}
