package io.rookery.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser that the tests drive: the one that is named in the environment, else what this machine has. */
final class Chromium {

    private static final List<String> USUAL_PLACES = List.of(
            "/usr/lib/chromium/chromium-headless-shell",
            "/usr/bin/chromium-headless-shell",
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome");

    private Chromium() {}

    static Path find() throws IOException {
        return Stream.concat(Stream.ofNullable(System.getenv("ROOKERY_BROWSER_EXECUTABLE")), USUAL_PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .or(Chromium::playwrightsOwn)
                .orElseThrow(() -> new IOException("no Chromium on this machine; set ROOKERY_BROWSER_EXECUTABLE"));
    }

    private static Optional<Path> playwrightsOwn() {
        Path downloads = Path.of(System.getProperty("user.home"), ".cache", "ms-playwright");
        try (Stream<Path> files = Files.find(
                downloads,
                4,
                (path, about) -> List.of("headless_shell", "chrome-headless-shell")
                                .contains(path.getFileName().toString())
                        && Files.isExecutable(path))) {
            return files.filter(Files::isRegularFile).findFirst();
        } catch (IOException nothingDownloaded) {
            return Optional.empty();
        }
    }
}
