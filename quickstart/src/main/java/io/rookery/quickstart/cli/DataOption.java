package io.rookery.quickstart.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster is meant: the folder of its data. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the cluster's data (default: $ROOKERY_HOME, else .rookery in the repository).")
    private @Nullable Path data;

    Path folder() {
        Path folder = data;
        if (folder == null) {
            folder = Optional.ofNullable(System.getenv("ROOKERY_HOME"))
                    .filter(text -> !text.isBlank())
                    .map(Path::of)
                    .orElseGet(() -> repository().resolve(".rookery"));
        }
        return folder.toAbsolutePath().normalize();
    }

    private static Path repository() {
        return Path.of(Optional.ofNullable(System.getProperty("rookery.home"))
                .or(() -> Optional.ofNullable(System.getenv("ROOKERY_HOME_DIR")))
                .orElse(""));
    }
}
