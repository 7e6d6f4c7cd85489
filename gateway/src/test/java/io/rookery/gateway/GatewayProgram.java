package io.rookery.gateway;

import static org.awaitility.Awaitility.await;

import io.rookery.quickstart.QuickStart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A gateway that is a process of its own, so that it can be measured and killed. */
final class GatewayProgram implements AutoCloseable {
    final int port;
    private final int management;
    final Process process;

    /** Waits until it is ready. */
    GatewayProgram(RealParts parts, int port, int management, String... more) throws IOException {
        this.port = port;
        this.management = management;
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx192m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayApplication.class.getName()));
        parts.arguments().stream()
                .filter(argument -> !argument.contains("server.port="))
                .forEach(command::add);
        command.add("--server.port=" + port);
        command.add("--management.server.port=" + management);
        command.addAll(List.of(more));
        this.process = new ProcessBuilder(command).inheritIO().start();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> get(port, "/health/ready").contains("UP"));
    }

    /** For those that are started only to end: the built jar. */
    static QuickStart quickStart() {
        return new QuickStart(Path.of("target", "gateway.jar"), 192);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    long rssMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The sum over all its labels; 0 where it does not answer. */
    double metric(String name) {
        try {
            return get(management, "/actuator/prometheus")
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String get(int port, String path) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
