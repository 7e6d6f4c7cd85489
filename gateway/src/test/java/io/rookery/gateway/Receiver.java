package io.rookery.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An endpoint of a web hook on the loopback address: remembers what came, verifies it as its documentation says, and answers as a test wants. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    volatile ToIntFunction<Request> answer = ignored -> 204;
    volatile String secret = "";

    record Request(String id, String session, String text, boolean verified) {}

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** What was taken, each event once, in the order in which it was taken first. */
    List<String> taken(String session) {
        return requests.stream()
                .filter(request -> request.session().equals(session) && isTaken(request))
                .map(Request::text)
                .distinct()
                .toList();
    }

    private final List<Request> refused = new CopyOnWriteArrayList<>();

    private boolean isTaken(Request request) {
        return refused.stream().noneMatch(other -> other == request);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        JsonNode event = JsonMapper.shared().readTree(body);
        var request = new Request(
                String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")),
                event.path("subject").asString(""),
                event.at("/data/message/text").asString(""),
                verifies(exchange, body));
        int status = answer.applyAsInt(request);
        if (status >= 300) refused.add(request);
        requests.add(request);
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private boolean verifies(HttpExchange exchange, byte[] body) {
        var headers = exchange.getRequestHeaders();
        String signed = headers.getFirst("webhook-id") + "." + headers.getFirst("webhook-timestamp") + "."
                + new String(body, UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
            return Arrays.asList(String.valueOf(headers.getFirst("webhook-signature"))
                            .split(" "))
                    .contains(expected);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
