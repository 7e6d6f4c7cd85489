package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SocketTest extends HttpTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<WebSocket> open = new ArrayList<>();

    @Autowired
    private JsonMapper json;

    @AfterEach
    void closeAll() {
        open.forEach(WebSocket::abort);
        await().until(() -> feed.followers() == 0);
        http.close();
    }

    @Test
    void whatHappensIsToldAsItHappens() {
        Reader events = follow("/v1/events/ws?type=message.&type=session.status");
        await().until(() -> events.texts.size() == 1);
        assertThat(events.parsed().getFirst().path("type").asString()).isEqualTo("stream.begin");
        tell(Told.status("alice", 1, 1, SessionState.READY));
        tell(Told.fence("alice", 1));
        tell(Told.received("alice", 1, 2, "hello \"you\""));
        tell(Told.of("acme", Told.received("dave", 1, 1, "of another tenant")));
        await().until(() -> events.told().size() == 2);
        JsonNode hello = events.told().getLast();
        assertThat(hello.path("type").asString()).isEqualTo("message.received");
        assertThat(hello.path("event").path("subject").asString()).isEqualTo("alice");
        assertThat(hello.at("/event/data/message/text").asString()).isEqualTo("hello \"you\"");
    }

    @Test
    void whoComesBackGetsWhatItMissed_byWebSocketOrNot() {
        Reader first = follow("/v1/sessions/alice/events/ws");
        await().until(() -> !first.texts.isEmpty());
        tell(Told.received("alice", 3, 1, "one"));
        await().until(() -> first.told().size() == 1);
        String seen = first.told().getFirst().path("id").asString();
        tell(Told.received("alice", 3, 2, "two"));
        Reader second = follow("/v1/sessions/alice/events/ws?cursor=" + seen);
        await().until(() -> second.told().size() == 1);
        assertThat(second.told().getFirst().toString()).contains("two");
        Reader lost = follow("/v1/sessions/alice/events/ws?cursor=nonsense");
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
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(WebSocketHandshakeException.class)
                    .satisfies(error -> assertThat(((WebSocketHandshakeException) error.getCause())
                                    .getResponse()
                                    .statusCode())
                            .isEqualTo(401));
        assertThat(feed.followers()).isZero();
    }

    @Test
    void whatIsNotThereIsSaidBeforeTheUpgrade() {
        assertThatThrownBy(() -> follow("/v1/sessions/nobody/events/ws"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(error -> assertThat(((WebSocketHandshakeException) error.getCause())
                                .getResponse()
                                .statusCode())
                        .isEqualTo(404));
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

    @Test
    void aReaderThatTakesNothingIsCutWithTheReason_andCanGoOn() {
        Reader slow = new Reader();
        slow.taking = false;
        open(slow, "/v1/sessions/alice/events/ws");
        await().until(() -> feed.followers() == 1);
        String large = "x".repeat(60_000);
        for (int seq = 1; seq <= 250; seq++) tell(Told.received("alice", 1, seq, large));
        await().atMost(Duration.ofSeconds(10)).until(() -> feed.followers() == 0);
        slow.take();
        assertThat(slow.closed.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                        .join())
                .isEqualTo("1013 SLOW_READER");
        JsonNode last = slow.parsed().getLast();
        assertThat(last.at("/problem/code").asString()).isEqualTo("SLOW_READER");
        int told = slow.told().size();
        assertThat(told).isBetween(1, 249);
        Reader rest = follow("/v1/sessions/alice/events/ws?cursor="
                + slow.told().getLast().path("id").asString());
        await().until(() -> rest.told().size() == 250 - told);
    }

    private Reader follow(String path) {
        return open(new Reader(), path);
    }

    private Reader open(Reader reader, String path) {
        open.add(http.newWebSocketBuilder()
                .header("X-Api-Key", KEY)
                .buildAsync(uri(path), reader)
                .join());
        return reader;
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
        volatile boolean taking = true;
        private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();

        List<JsonNode> parsed() {
            return texts.stream().map(json::readTree).toList();
        }

        List<JsonNode> told() {
            return parsed().stream().filter(text -> text.has("event")).toList();
        }

        void take() {
            taking = true;
            opened.join().request(1);
        }

        @Override
        public void onOpen(WebSocket socket) {
            opened.complete(socket);
            if (taking) socket.request(1);
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
