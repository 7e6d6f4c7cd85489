package io.rookery.simulator.http;

import io.rookery.simulator.server.Channel;
import io.rookery.simulator.server.PageConnection;
import io.rookery.simulator.server.Refused;
import io.rookery.simulator.server.SimulatedServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The web socket between a page and the server: one JSON object per text message. */
final class PageSocket {

    private PageSocket() {}

    static void accept(ServerWebSocket socket, SimulatedServer server) {
        Map<String, String> query = query(socket.query());
        PageConnection connection = server.connected(
                new PageConnection.Claim(query.get("session"), query.get("epoch"), query.get("worker")),
                wishes(query),
                new SocketChannel(socket));
        socket.textMessageHandler(text -> receive(socket, server, connection, text));
        socket.closeHandler(closed -> server.disconnected(connection));
    }

    private static void receive(
            ServerWebSocket socket, SimulatedServer server, PageConnection connection, String text) {
        try {
            JsonObject frame = new JsonObject(text);
            if (frame.getString("t", "").equals("qr-matrix")) {
                socket.writeTextMessage(new JsonObject()
                        .put("t", "result")
                        .put("rid", frame.getValue("rid"))
                        .put("rows", QrMatrix.rows(frame.getString("text")))
                        .encode());
            } else {
                server.frame(connection, frame);
            }
        } catch (DecodeException | ClassCastException | IllegalArgumentException broken) {
            socket.close((short) 1007, "a frame is one JSON object");
        } catch (Refused refused) {
            socket.close((short) 1008, refused.getMessage());
        }
    }

    /** {@code qr=FIRST,NEXT} or {@code qr=ALL} and {@code code=}, in milliseconds; what is no number is not heard. */
    private static PageConnection.Wishes wishes(Map<String, String> query) {
        String[] qr = query.getOrDefault("qr", "").split(",", -1);
        return new PageConnection.Wishes(
                millis(qr[0]), millis(qr[qr.length - 1]), millis(query.getOrDefault("code", "")), query.get("version"));
    }

    private static Optional<Duration> millis(String text) {
        return text.matches("[1-9][0-9]{0,8}")
                ? Optional.of(Duration.ofMillis(Long.parseLong(text)))
                : Optional.empty();
    }

    private static Map<String, String> query(@Nullable String text) {
        Map<String, String> found = new HashMap<>();
        if (text != null) {
            for (String pair : text.split("&")) {
                int at = pair.indexOf('=');
                if (at > 0 && at < pair.length() - 1) {
                    found.put(pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return found;
    }

    private record SocketChannel(ServerWebSocket socket) implements Channel {
        @Override
        public void send(JsonObject frame) {
            if (!socket.isClosed()) {
                socket.writeTextMessage(frame.encode());
            }
        }

        @Override
        public void close() {
            if (!socket.isClosed()) {
                socket.close();
            }
        }
    }
}
