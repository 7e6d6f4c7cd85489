package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rookery.events.Event;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SocketTest extends HttpTest {
    /** An empty one, masked with zeros. */
    private static final byte[] PONG = {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0};

    private static final AtomicInteger COUNT = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<WebSocket> open = new ArrayList<>();

    @Autowired
    private JsonMapper json;

    /** What is told stays: each test has sessions of its own. */
    private final String me = "socket-" + COUNT.incrementAndGet();

    private final String other = me + "-other";

    @BeforeEach
    void sessions() {
        redis.put(me, SessionState.READY, Event.Desired.RUNNING);
    }

    @AfterEach
    void closeAll() {
        open.forEach(WebSocket::abort);
        await().until(() -> feed.followers() == 0);
        http.close();
    }

    @Test
    void whatHappensIsToldAsItHappens() {
        Reader events = follow("/v1/events/ws?type=message.*&type=session.status");
        await().until(() -> events.texts.size() == 1);
        assertThat(events.parsed().getFirst().path("type").asString()).isEqualTo("stream.begin");
        tell(Told.status(me, 1, 1, SessionState.READY));
        tell(Told.fence(me, 1));
        tell(Told.received(me, 1, 2, "hello \"you\""));
        tell(Told.of("acme", Told.received("dave", 1, 1, "of another tenant")));
        await().until(() -> events.told().size() == 2);
        JsonNode hello = events.told().getLast();
        assertThat(hello.path("type").asString()).isEqualTo("message.received");
        assertThat(hello.path("event").path("subject").asString()).isEqualTo(me);
        assertThat(hello.at("/event/data/message/text").asString()).isEqualTo("hello \"you\"");
    }

    @Test
    void whoComesBackGetsWhatItMissed_byWebSocketOrNot() {
        Reader first = follow("/v1/sessions/" + me + "/events/ws");
        await().until(() -> !first.texts.isEmpty());
        tell(Told.received(me, 3, 1, "one"));
        await().until(() -> first.told().size() == 1);
        String seen = first.told().getFirst().path("id").asString();
        tell(Told.received(me, 3, 2, "two"));
        Reader second = follow("/v1/sessions/" + me + "/events/ws?cursor=" + seen);
        await().until(() -> second.told().size() == 1);
        assertThat(second.told().getFirst().toString()).contains("two");
        Reader lost = follow("/v1/sessions/" + me + "/events/ws?cursor=nonsense");
        await().until(() -> !lost.texts.isEmpty());
        assertThat(lost.parsed().getFirst().path("type").asString()).isEqualTo("stream.gap");
    }

    @Test
    void theGatewayShowsThatItLives_andHowFarItIs() {
        Reader events = follow("/v1/events/ws?type=session.status");
        await().until(() -> events.pings.get() > 3);
        tell(Told.of("acme", Told.status("dave", 1, 1, SessionState.READY)));
        await().until(() -> events.parsed().stream()
                .anyMatch(text -> text.path("type").asString().equals("stream.position")));
        assertThat(events.told()).isEmpty();
        assertThat(events.closed).isNotDone();
    }

    @Test
    void aBrowserOffersItsKeyAsASubProtocol_whichIsNotChosen() {
        Reader events = new Reader();
        WebSocket socket = http.newWebSocketBuilder()
                .subprotocols("rookery.v1", "rookery.key." + encoded(KEY))
                .buildAsync(uri("/v1/events/ws"), events)
                .join();
        open.add(socket);
        assertThat(socket.getSubprotocol()).isEqualTo("rookery.v1");
        await().until(() -> !events.texts.isEmpty());
    }

    @Test
    void strangersAreNotLetIn() {
        for (String offer : List.of(encoded("another-key-for-the-tests"), "no-base64-!"))
            assertThatThrownBy(() -> http.newWebSocketBuilder()
                            .subprotocols("rookery.v1", "rookery.key." + offer)
                            .buildAsync(uri("/v1/events/ws"), new Reader())
                            .join())
                    .satisfies(error -> assertThat(refusal(error)).isEqualTo(401));
        assertThat(feed.followers()).isZero();
    }

    @Test
    void whatIsNotThereIsSaidBeforeTheUpgrade() {
        assertThatThrownBy(() -> follow("/v1/sessions/nobody/events/ws"))
                .satisfies(error -> assertThat(refusal(error)).isEqualTo(404));
        answer(client.get().uri("/v1/events/ws").exchange()).isProblem(400, "INVALID_REQUEST");
        await().until(() -> feed.followers() == 0);
    }

    @Test
    void whoTalksIsSentAway() {
        Reader events = follow("/v1/events/ws");
        await().until(() -> !events.texts.isEmpty());
        open.getFirst().sendText("hello", true);
        assertThat(events.closed.join()).startsWith("1003 ");
        await().until(() -> feed.followers() == 0);
    }

    @Test
    void whoSaysGoodbyeIsForgotten() {
        Reader events = follow("/v1/events/ws");
        await().until(() -> !events.texts.isEmpty());
        open.getFirst().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        await().until(() -> feed.followers() == 0);
    }

    /** Reads the bytes itself, and shows only at first that it lives: a client that answers the pings it finds late would write to a connection that is closed. */
    @Test
    void aReaderThatTakesNothingIsCutWithTheReason_andCanGoOn() throws IOException {
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(8 * 1024);
            slow.connect(new InetSocketAddress("127.0.0.1", port));
            slow.getOutputStream()
                    .write(("GET /v1/sessions/" + me + "/events/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: " + KEY
                                    + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String begun = readUntil(slow, "stream.begin");
            String large = "x".repeat(60_000);
            for (int seq = 1; seq <= 200; seq++) {
                slow.getOutputStream().write(PONG);
                tell(Told.received(me, 1, seq, large));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> feed.followers() == 0);
            String got = begun + new String(slow.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            char code = 1013;
            String end = got.substring(got.length() - 300);
            assertThat(end).contains("{\"type\":\"stream.error\",\"problem\":{");
            assertThat(end).endsWith("\u0088\r" + (char) (code >> 8) + (char) (code & 0xff) + "SLOW_READER");
            var events = Pattern.compile("\\{\"id\":\"([^\"]+)\",\"type\":\"message.received\"")
                    .matcher(got)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(events).hasSizeBetween(1, 199);
            Reader rest = follow("/v1/sessions/" + me + "/events/ws?cursor=" + events.getLast());
            await().until(() -> rest.count() == 200 - events.size());
        }
    }

    private Reader follow(String path) {
        Reader reader = new Reader();
        open.add(http.newWebSocketBuilder()
                .header("X-Api-Key", KEY)
                .buildAsync(uri(path), reader)
                .join());
        return reader;
    }

    /** The status that the handshake was refused with. */
    private static int refusal(Throwable error) {
        if (error.getCause() instanceof WebSocketHandshakeException refused)
            return refused.getResponse().statusCode();
        throw new AssertionError("no handshake was refused", error);
    }

    private URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    private static String encoded(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private final class Reader implements WebSocket.Listener {
        final List<String> texts = new CopyOnWriteArrayList<>();
        final AtomicInteger pings = new AtomicInteger();
        final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();

        List<JsonNode> parsed() {
            return texts.stream().map(json::readTree).toList();
        }

        long count() {
            return texts.stream().filter(text -> text.contains(",\"event\":{")).count();
        }

        List<JsonNode> told() {
            return parsed().stream().filter(text -> text.has("event")).toList();
        }

        @Override
        public void onOpen(WebSocket socket) {
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                texts.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            pings.incrementAndGet();
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status + " " + reason);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete("error " + error);
        }
    }
}
