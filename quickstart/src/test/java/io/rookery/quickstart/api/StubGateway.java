package io.rookery.quickstart.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers as it was told to: by method and path with its query. Everything else is a 404 problem; a wrong key a 401. */
public final class StubGateway implements AutoCloseable {
    public static final String KEY = "the-key";

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    public StubGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    public StubGateway answer(String call, int status, String body) {
        answers.put(call, new Answer(status, body));
        return this;
    }

    public GatewayClient client() {
        return new GatewayClient(url(), KEY);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next calls are answered with 503. */
    public void refuseNext(int calls) {
        refusals.set(calls);
    }

    /** The idempotency keys that came, in order. */
    public List<String> ids() {
        return ids;
    }

    /** What was posted so far. */
    public List<String> bodies() {
        return bodies;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!body.isEmpty()) {
            bodies.add(body);
        }
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String id = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (id != null) {
            ids.add(id);
        }
        Answer answer = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                ? new Answer(503, "{\"detail\":\"Kafka is away\"}")
                : KEY.equals(exchange.getRequestHeaders().getFirst("X-Api-Key"))
                        ? answers.getOrDefault(
                                call, new Answer(404, "{\"title\":\"Not Found\",\"detail\":\"no " + call + "\"}"))
                        : new Answer(401, "{\"detail\":\"the API key is missing or wrong\"}");
        byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
