package io.rookery.quickstart.cli;

import io.rookery.quickstart.ClusterOptions;
import io.rookery.quickstart.PortPlan;
import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.PrivateFiles;
import io.rookery.quickstart.state.ClusterStatus;
import io.rookery.quickstart.state.StatusFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "up",
        description = "Starts the cluster. Ctrl-C stops it; its data stays.",
        mixinStandardHelpOptions = true)
final class UpCommand extends ClusterCommand {
    private static final int MOST_WORKERS = 50;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1", description = "How many workers (default: 1).")
    private int workers;

    @Option(
            names = "--live",
            description = "The real web.whatsapp.com instead of the simulator; QR codes are shown here, too.")
    private boolean live;

    @Option(names = "--detach", description = "Return when all is usable; ./rookery down stops it.")
    private boolean detach;

    @Option(
            names = "--ports",
            paramLabel = "PORTS",
            defaultValue = "",
            description = "'free' for any free ones, or changes such as redis=16379,gateway=8180.")
    private String ports = "";

    @Option(
            names = "--browser",
            paramLabel = "FILE",
            description = "The Chromium to use (default: found by itself, headless shell first).")
    private @Nullable Path browser;

    @Override
    public Integer call() {
        ClusterOptions options = options();
        var out = out();
        var file = new StatusFile(options.data());
        ClusterStatus status = file.read();
        if (status.running()) {
            out.println("already up on " + options.data() + " (process " + status.pid()
                    + "); ./rookery status shows it, ./rookery down stops it");
            return 0;
        }
        PrivateFiles.directory(options.data());
        if (detach) {
            new DetachedRun(file, out).start(commandLine().getParseResult().originalArgs());
        } else {
            new ForegroundRun(options, file, out).run();
        }
        return 0;
    }

    ClusterOptions options() {
        if (workers < 1 || workers > MOST_WORKERS) {
            throw wrong("--workers must be 1 to " + MOST_WORKERS);
        }
        ClusterOptions options = ClusterOptions.in(folder())
                .withWorkers(workers)
                .withPorts(portPlan())
                .withLive(live);
        if (browser == null) {
            return options;
        }
        if (!Files.isExecutable(browser)) {
            throw new PartFailed("--browser " + browser + " is no program");
        }
        return options.withWorkerSetting(
                "rookery.browser.executable", browser.toAbsolutePath().toString());
    }

    private PortPlan portPlan() {
        try {
            return PortPlan.parse(ports);
        } catch (IllegalArgumentException e) {
            throw wrong("--ports: " + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(commandLine(), message);
    }
}
