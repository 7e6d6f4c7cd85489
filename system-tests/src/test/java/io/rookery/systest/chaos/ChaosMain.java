package io.rookery.systest.chaos;

import io.rookery.quickstart.process.Wait;
import io.rookery.systest.check.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./rookery chaos}: faults from a seed for as long as is wanted, and a table at the end. Exit code 1 where a promise was broken, or the run shows nothing. */
@Command(
        name = "rookery chaos",
        description =
                "Does to a cluster of its own, under load, whatever can happen to one, and checks what is promised.",
        mixinStandardHelpOptions = true)
public final class ChaosMain implements Callable<Integer> {
    @Option(names = "--minutes", paramLabel = "M", defaultValue = "10", description = "How long (default: 10).")
    private int minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Which faults come in which order (default: any; it is printed).")
    private @Nullable Long seed;

    @Option(
            names = "--only",
            paramLabel = "KIND",
            split = ",",
            description = "Only these faults, one after the other: ${COMPLETION-CANDIDATES}.")
    private List<Fault.Kind> only = List.of();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:rookery.chaos.data:-system-tests/target/chaos}",
            description = "Of the cluster and the report; what is there is removed (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ChaosMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() {
        long number = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
        Path home = data.toAbsolutePath();
        var plan = new FaultPlan(number, only.isEmpty() ? List.of(Fault.Kind.values()) : only);
        Duration end = Duration.ofMinutes(minutes);
        try (var run =
                FaultRun.started(home.resolve("world"), home.resolve("report-" + number + ".ndjson"), number, 1)) {
            var clock = Wait.stopwatch();
            boolean works = run.strike(List.of(FaultPlan.first()));
            while (works && clock.elapsed().compareTo(end) < 0) {
                works = run.strike(plan.next());
                Wait.pause(plan.pause());
            }
            Report report = run.end();
            System.out.println(report.text());
            return report.isGood() ? 0 : 1;
        }
    }
}
