package io.rookery.quickstart.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands have: a cluster's folder, and somewhere to print. */
abstract class ClusterCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private @Nullable CommandSpec spec;

    final Path folder() {
        return data.folder();
    }

    final PrintWriter out() {
        return commandLine().getOut();
    }

    final CommandLine commandLine() {
        return Objects.requireNonNull(spec, "set by picocli").commandLine();
    }
}
