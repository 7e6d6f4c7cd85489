package io.rookery.worker.app;

import io.rookery.startup.StartupReport;
import io.rookery.startup.StoreProperties;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import io.rookery.worker.profile.ProfileDamaged;
import io.rookery.worker.profile.ProfileRefused;
import io.rookery.worker.profile.ProfileTooNew;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * What the operator's tools in the worker's jar have in common: the worker's settings, of which they need {@code rookery.store.*} only, and how they end. Exit codes: 0 done, 1 not or not all (one line
 * on standard error for each reason), 2 wrong arguments.
 */
abstract class OperatorTool {
    final PrintStream out;
    final PrintStream err;
    private final String name;

    /** Settings alone: not the worker's beans. Found by no scan, because it bears no stereotype. */
    @EnableConfigurationProperties(StoreProperties.class)
    static class Settings {}

    /** @param name in front of each line on standard error */
    OperatorTool(String name, PrintStream out, PrintStream err) {
        this.name = name;
        this.out = out;
        this.err = err;
    }

    /**
     * A command line, sorted.
     *
     * @param words what does not start with two hyphens, the command first
     * @param options those of the tool's own that are there
     * @param settings the other ones, {@code --name=value}
     */
    record Arguments(List<String> words, Set<String> options, List<String> settings) {
        static Arguments of(Set<String> knownOptions, String... all) {
            List<String> hyphened =
                    Arrays.stream(all).filter(it -> it.startsWith("--")).toList();
            return new Arguments(
                    Arrays.stream(all).filter(it -> !it.startsWith("--")).toList(),
                    Set.copyOf(hyphened.stream().filter(knownOptions::contains).toList()),
                    hyphened.stream().filter(it -> !knownOptions.contains(it)).toList());
        }

        String command() {
            return words.isEmpty() ? "" : words.getFirst();
        }
    }

    static StoreProperties store(List<String> settings) {
        try (var context = new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .run(settings.toArray(String[]::new))) {
            return context.getBean(StoreProperties.class);
        }
    }

    final void complain(String message) {
        err.println(name + ": " + message);
    }

    final int wrong(String message) {
        complain(message);
        return 2;
    }

    final int failed(String message) {
        complain(message);
        return 1;
    }

    final int failed(Exception reason) {
        return failed(
                switch (reason) {
                    case KeyUnavailable e -> String.valueOf(e.getMessage());
                    case StoreUnavailable e -> String.valueOf(e.getMessage());
                    case ProfileRefused e -> String.valueOf(e.getMessage());
                    case ProfileDamaged e -> String.valueOf(e.getMessage());
                    case ProfileTooNew e -> String.valueOf(e.getMessage());
                    case IOException e -> e.getClass().getSimpleName() + ": " + e.getMessage();
                    default -> StartupReport.reason(reason);
                });
    }
}
