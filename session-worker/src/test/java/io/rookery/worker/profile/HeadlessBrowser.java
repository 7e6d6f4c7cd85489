package io.rookery.worker.profile;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Chromium on a profile directory. Closed in order, as the DevTools protocol does it. */
final class HeadlessBrowser implements AutoCloseable {
    private final Process process;
    private final Path devTools;

    HeadlessBrowser(Path profile, String url) throws IOException {
        this.devTools = profile.resolve("DevToolsActivePort");
        Files.deleteIfExists(devTools);
        this.process = new ProcessBuilder(
                        executable().toString(),
                        "--headless",
                        "--no-sandbox", // the only page is this test's own
                        "--disable-gpu",
                        "--in-process-gpu",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        url)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Override
    public void close() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(devTools)
                            && Files.readAllLines(devTools).size() >= 2);
            List<String> lines = Files.readAllLines(devTools);
            URI address = URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(address, new WebSocket.Listener() {})
                    .get(20, TimeUnit.SECONDS);
            List<ProcessHandle> all = process.descendants().toList();
            socket.sendText("{\"id\":1,\"method\":\"Browser.close\"}", true).get(20, TimeUnit.SECONDS);
            if (!process.waitFor(20, TimeUnit.SECONDS)) throw new AssertionError("the browser does not close");
            // They write to the profile, too; one that is only waited for has no program any more.
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            all.stream().noneMatch(it -> it.info().command().isPresent()));
            socket.abort();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Path executable() throws IOException {
        try (Stream<Path> downloaded = playwrights()) {
            return Stream.of(
                            Stream.of(System.getProperty("rookery.browser.executable", "")),
                            Stream.of("/usr/lib/chromium/chromium-headless-shell"),
                            Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                                    .flatMap(folder -> Stream.of("chromium-headless-shell", "chromium", "google-chrome")
                                            .map(name -> folder + "/" + name)),
                            downloaded.map(Path::toString))
                    .flatMap(names -> names)
                    .filter(name -> !name.isEmpty())
                    .map(Path::of)
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no Chromium found"));
        }
    }

    private static Stream<Path> playwrights() throws IOException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "ms-playwright");
        if (!Files.isDirectory(cache)) return Stream.empty();
        return Files.walk(cache, 3)
                .filter(file -> List.of("headless_shell", "chrome-headless-shell")
                        .contains(file.getFileName().toString()));
    }
}
