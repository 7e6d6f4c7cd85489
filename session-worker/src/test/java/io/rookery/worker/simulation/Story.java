package io.rookery.worker.simulation;

import java.util.stream.Collectors;

/** A run for people. */
final class Story {
    private Story() {}

    static String of(Simulation.Result result) {
        String off = result.plan().off().isEmpty()
                ? ""
                : ", without " + result.plan().off();
        String verdict = result.violation() == null
                ? "no violation"
                : "VIOLATION " + result.violation().getMessage();
        return """

                seed %d%s: %s
                %d commands:
                %s
                %d faults, %d steps:
                %s
                %s
                """.formatted(
                        result.plan().seed(),
                        off,
                        verdict,
                        result.workload().size(),
                        result.workload().stream()
                                .map(it -> "%9.3f  %s".formatted(it.at() / 1e6, it))
                                .collect(Collectors.joining("\n")),
                        result.faults().size(),
                        result.steps(),
                        String.join("\n", result.trace()),
                        verdict);
    }
}
