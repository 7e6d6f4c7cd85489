package io.rookery.quickstart.cli;

import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.Wait;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "Prints the end of the parts' logs, also of a cluster that is down.",
        mixinStandardHelpOptions = true)
final class LogsCommand extends ClusterCommand {
    private static final Duration FOREVER = Duration.ofDays(36_500);

    @Option(names = "-f", description = "Go on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "-n",
            paramLabel = "LINES",
            defaultValue = "40",
            description = "How many lines of each (default: 40).")
    private int lines;

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            description = "kafka, redis, s3, simulator, gateway, worker-1 …; all of them where it is missing.")
    private @Nullable String part;

    @Override
    public Integer call() {
        PrintWriter out = out();
        Path folder = folder();
        List<LogTail> logs = find(folder).stream()
                .map(file -> new LogTail(part == null ? name(file) : "", file))
                .toList();
        if (logs.isEmpty()) {
            throw new PartFailed("no log" + (part == null ? "" : " of '" + part + "'") + " in " + folder);
        }
        logs.forEach(log -> log.printEnd(out, lines));
        out.flush();
        if (follow) {
            Wait.until(FOREVER, Duration.ofMillis(250), () -> {
                logs.forEach(log -> log.printNew(out));
                out.flush();
                return false;
            });
        }
        return 0;
    }

    private List<Path> find(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var parts = Files.list(folder)) {
            return parts.filter(Files::isDirectory)
                    .filter(directory -> part == null || directory.endsWith(part))
                    .map(directory -> directory.resolve(directory.getFileName() + ".log"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new PartFailed("cannot read " + folder, e);
        }
    }

    private static String name(Path log) {
        return log.getFileName().toString().replaceFirst("\\.log$", "");
    }
}
