package io.rookery.worker.browser.playwright;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A program that runs two browsers, to be killed. */
final class StandIn {
    static final String READY = "ready";

    private StandIn() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        PlaywrightBrowsers browsers = new PlaywrightBrowsers(
                PlaywrightSettings.of(directory).withPage(arguments[1], List.of()),
                new SimpleMeterRegistry(),
                InstantSource.system());
        for (String session : List.of("one", "two")) {
            Path profile = Files.createDirectories(directory.resolve("profiles").resolve(session));
            World.now(browsers.open(World.request(session, 1, profile, false, Duration.ofMinutes(5)), event -> {}));
        }
        System.out.println(READY);
        int ignored = System.in.read(); // until it is killed, or the test is gone
        System.exit(0);
    }
}
