package io.rookery.quickstart;

import io.rookery.quickstart.process.PartFailed;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the built programs and the embedded parts lie. Looked for under {@code -Drookery.home} or {@code ROOKERY_HOME_DIR} (the repository's
 * folder), else around this class's own place, else in the working directory and above it.
 */
final class Artifacts {
    private static final Path PARTS = Path.of("quickstart", "target", "parts");

    private Artifacts() {}

    static String kafkaClassPath() {
        return part("kafka") + File.separator + "*" + File.pathSeparator + ownClasses();
    }

    static Path s3proxy() {
        return part("s3proxy.jar");
    }

    static Path embeddedRedis() {
        return part("embedded-redis.jar");
    }

    static Path gateway() {
        return program("gateway", "gateway.jar");
    }

    static Path worker() {
        return program("session-worker", "session-worker.jar");
    }

    static Path simulator() {
        return program("whatsapp-simulator", "whatsapp-simulator.jar");
    }

    private static Path program(String module, String jar) {
        return built(home().resolve(module).resolve("target").resolve(jar));
    }

    private static Path part(String name) {
        return built(home().resolve(PARTS).resolve(name));
    }

    private static Path built(Path file) {
        if (!Files.exists(file)) {
            throw new PartFailed(file + " is missing: build it with ./mvnw -Dquick -DskipTests package");
        }
        return file;
    }

    private static Path home() {
        return Stream.of(named(System.getProperty("rookery.home")), named(System.getenv("ROOKERY_HOME_DIR")))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> above(ownClasses()))
                .or(() -> above(Path.of("").toAbsolutePath()))
                .orElseThrow(() -> new PartFailed(
                        "the built programs are not found: set -Drookery.home to the folder of the repository"));
    }

    private static Optional<Path> named(@Nullable String folder) {
        return Optional.ofNullable(folder)
                .filter(text -> !text.isBlank())
                .map(text -> Path.of(text).toAbsolutePath());
    }

    private static Optional<Path> above(Path place) {
        return Stream.iterate(place, path -> path != null, Path::getParent)
                .filter(path -> Files.isDirectory(path.resolve(PARTS)))
                .findFirst();
    }

    private static Path ownClasses() {
        try {
            return Path.of(Artifacts.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this class's own place is no file", e);
        }
    }
}
