package io.rookery.worker.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** Serves a page that logs in with a key of its browser's own, and gets its reports. */
final class LoginPage implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final byte[] page;
    private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

    record Report(
            boolean found,
            boolean extractable,
            String publicKey,
            String signature,
            String account,
            String cookie,
            int workers) {}

    LoginPage() throws IOException {
        try (var resource = Objects.requireNonNull(LoginPage.class.getResourceAsStream("/profile/login.html"))) {
            page = resource.readAllBytes();
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> send(exchange, "text/html", page));
        server.createContext(
                "/worker.js", exchange -> send(exchange, "text/javascript", "self.kept = 1;".getBytes(UTF_8)));
        server.createContext("/report", exchange -> {
            reports.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            send(exchange, "text/plain", new byte[0]);
        });
        server.start();
    }

    String url(String challenge) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/?challenge=" + challenge;
    }

    Report report() throws InterruptedException {
        String text = Objects.requireNonNull(reports.poll(30, TimeUnit.SECONDS), "the page reports nothing");
        if (text.contains("\"error\"")) throw new AssertionError("the page failed: " + text);
        return JSON.readValue(text, Report.class);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void send(HttpExchange exchange, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }
}
