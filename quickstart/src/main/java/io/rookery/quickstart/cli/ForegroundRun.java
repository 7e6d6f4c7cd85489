package io.rookery.quickstart.cli;

import io.rookery.quickstart.Cluster;
import io.rookery.quickstart.ClusterOptions;
import io.rookery.quickstart.Part;
import io.rookery.quickstart.Supervisor;
import io.rookery.quickstart.process.Wait;
import io.rookery.quickstart.state.ClusterStatus;
import io.rookery.quickstart.state.StatusFile;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Runs a cluster in this process until the process is told to end (Ctrl-C, SIGTERM): then everything is stopped in order. */
final class ForegroundRun {
    private final ClusterOptions options;
    private final StatusFile file;
    private final PrintWriter out;
    private final Wait.Stopwatch clock = Wait.stopwatch();
    private volatile @Nullable Supervisor supervisor;
    private volatile boolean stopping;

    ForegroundRun(ClusterOptions options, StatusFile file, PrintWriter out) {
        this.options = options;
        this.file = file;
        this.out = out;
    }

    /** Returns only where the start fails, by an exception; nothing is left then. */
    void run() {
        var cluster = new Cluster(options);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(cluster)));
        write(cluster, false);
        cluster.start(this::report);
        write(cluster, true);
        supervisor = Supervisor.of(cluster::parts, line -> {
            say(line);
            write(cluster, true);
        });
        Banner.print(out, file.read(), clock.elapsed());
        if (cluster.isLive()) {
            LiveQr.show(file.read(), out);
        }
        awaitEnd();
    }

    private void report(Part part) {
        say(String.format(Locale.ROOT, "  %-10s up after %.1f s", part.name(), seconds(clock.elapsed())));
    }

    private void write(Cluster cluster, boolean ready) {
        if (!stopping) {
            Supervisor running = supervisor;
            file.write(ClusterStatus.of(
                    cluster, ProcessHandle.current(), ready, running == null ? Map.of() : running.restarts()));
        }
    }

    private void stop(Cluster cluster) {
        var stopwatch = Wait.stopwatch();
        stopping = true;
        say("stopping …");
        Supervisor running = supervisor;
        if (running != null) {
            running.close();
        }
        cluster.close();
        file.delete();
        say(String.format(
                Locale.ROOT,
                "stopped after %.1f s; the data stays in %s",
                seconds(stopwatch.elapsed()),
                options.data()));
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static void awaitEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
