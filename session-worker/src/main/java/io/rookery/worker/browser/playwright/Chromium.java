package io.rookery.worker.browser.playwright;

import io.rookery.worker.browser.BrowserNotFound;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Chromium that answers.
 *
 * @param executable its program
 * @param version as it says itself, {@code 156.0.7977.2} for example
 */
record Chromium(Path executable, String version) {
    private static final Pattern VERSION = Pattern.compile("(\\d+)(\\.\\d+)+");
    /** The headless shell first: half the memory of the full browser. */
    private static final List<String> ON_PATH = List.of(
            "chromium-headless-shell",
            "chrome-headless-shell",
            "headless_shell",
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable");

    /** @throws BrowserNotFound where there is none, or the configured one does not run */
    static Chromium find(Optional<Path> configured, Map<String, String> environment) {
        if (configured.isPresent())
            return probe(configured.get())
                    .orElseThrow(() -> new BrowserNotFound("the configured browser does not run: " + configured.get()));
        return candidates(environment).stream()
                .flatMap(candidate -> probe(candidate).stream())
                .findFirst()
                .orElseThrow(() -> new BrowserNotFound(
                        "no Chromium found: install chromium-headless-shell, or set rookery.browser.executable"));
    }

    /** What a desktop Chrome of this version calls itself. */
    String userAgent() {
        String major = version.substring(0, version.indexOf('.'));
        return "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" + major
                + ".0.0.0 Safari/537.36";
    }

    private static List<Path> candidates(Map<String, String> environment) {
        List<Path> candidates = new ArrayList<>();
        candidates.add(Path.of("/usr/lib/chromium/chromium-headless-shell"));
        candidates.add(Path.of("/usr/lib/chromium-browser/headless_shell"));
        for (String name : ON_PATH)
            for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator))
                if (!directory.isEmpty()) candidates.add(Path.of(directory, name));
        Path cache = Optional.ofNullable(environment.get("PLAYWRIGHT_BROWSERS_PATH"))
                .map(Path::of)
                .orElseGet(() -> Path.of(environment.getOrDefault("HOME", "/root"), ".cache", "ms-playwright"));
        candidates.addAll(downloaded(cache));
        return candidates.stream().filter(Files::isExecutable).toList();
    }

    private static List<Path> downloaded(Path cache) {
        if (!Files.isDirectory(cache)) return List.of();
        try (Stream<Path> files = Files.walk(cache, 3)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> List.of("headless_shell", "chrome-headless-shell", "chrome")
                            .contains(file.getFileName().toString()))
                    .sorted(Comparator.comparing((Path file) -> file.toString().contains("headless"))
                            .thenComparing(Path::toString)
                            .reversed())
                    .toList();
        } catch (IOException e) {
            return List.of(); // a cache that can't be read holds nothing for us
        }
    }

    private static Optional<Chromium> probe(Path executable) {
        try {
            Process process = new ProcessBuilder(executable.toString(), "--version", "--no-sandbox")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            Matcher version =
                    VERSION.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return version.find() ? Optional.of(new Chromium(executable, version.group())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // does not run
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
