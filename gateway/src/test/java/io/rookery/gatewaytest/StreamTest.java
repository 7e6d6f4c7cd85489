package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import io.rookery.gateway.event.SessionEvent;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;

class StreamTest extends HttpTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
            new ParameterizedTypeReference<>() {};
    private final List<Disposable> open = new ArrayList<>();

    /** What is told stays: each test has sessions of its own. */
    private final String me = "stream-" + COUNT.incrementAndGet();

    private final String other = me + "-other";

    @BeforeEach
    void sessions() {
        redis.put(me, SessionState.READY, Event.Desired.RUNNING);
    }

    @AfterEach
    void closeAll() {
        open.forEach(Disposable::dispose);
        await().until(() -> feed.followers() == 0);
    }

    @Test
    void whatHappensIsToldAsItHappens() {
        var events = follow(me, null);
        await().until(() -> !events.isEmpty());
        tell(Told.status(me, 1, 1, SessionState.DISCONNECTED));
        tell(Told.fence(me, 1));
        tell(Told.received(me, 1, 2, "hello"));
        tell(Told.received(other, 1, 2, "not yours"));
        tell(Told.outcome(me, 1, "s1", OutcomeStatus.SUCCEEDED, "OK"));
        await().until(() -> named(events).size() == 3);
        assertThat(named(events))
                .extracting(ServerSentEvent::event)
                .containsExactly("session.status", "message.received", "command.outcome");
        assertThat(named(events).getFirst().data())
                .contains("\"specversion\":\"1.0\"", "\"subject\":\"" + me + "\"", "DISCONNECTED");
        await().until(() -> events.stream().anyMatch(event -> "".equals(event.comment())));
    }

    @Test
    void whoComesBackGetsWhatItMissed() {
        var first = follow(me, null);
        await().until(() -> !first.isEmpty());
        tell(Told.received(me, 3, 1, "one"));
        await().until(() -> named(first).size() == 1);
        String seen = named(first).getFirst().id();
        closeAll();
        tell(Told.received(me, 3, 2, "two"));
        var second = follow(me, seen);
        await().until(() -> named(second).size() == 1);
        assertThat(named(second).getFirst().data()).contains("two");
        var lost = follow(me, "something-else");
        await().until(() -> !named(lost).isEmpty());
        assertThat(named(lost).getFirst().event()).isEqualTo("stream.gap");
    }

    @Test
    void allSessionsAreFollowedAtOnce_orSome() {
        var all = follow("/v1/events", null);
        var some =
                follow("/v1/events?session=" + me + "&session=" + other + "&type=message.&type=command.outcome", null);
        await().until(() -> feed.followers() == 2);
        await().until(() -> !all.isEmpty() && !some.isEmpty());
        tell(Told.status(me, 1, 1, SessionState.READY));
        tell(Told.received(me, 1, 2, "one"));
        tell(Told.received("carol", 1, 1, "of carol"));
        tell(Told.of("acme", Told.received("dave", 1, 1, "of another tenant")));
        tell(Told.outcome(other, 1, "b1", OutcomeStatus.SUCCEEDED, "OK"));
        await().until(() -> named(all).size() == 4 && named(some).size() == 2);
        assertThat(named(some))
                .extracting(ServerSentEvent::event)
                .containsExactly("message.received", "command.outcome");
        assertThat(named(all)).noneMatch(event -> String.valueOf(event.data()).contains("another tenant"));
    }

    @Test
    void eventsOfAnotherTenantAreNotToldInASessionsStreamEither() {
        var events = follow(me, null);
        await().until(() -> !events.isEmpty());
        tell(Told.of("acme", Told.outcome(me, 1, "foreign", OutcomeStatus.REJECTED, "SESSION_NOT_FOUND")));
        tell(Told.outcome(me, 1, "own", OutcomeStatus.SUCCEEDED, "OK"));
        await().until(() -> named(events).size() == 1);
        assertThat(named(events).getFirst().data()).contains("\"own\"");
    }

    @Test
    void anIdIsOfTheWholeStream_alsoWhereNothingWasTold() {
        var first = follow("/v1/events?type=session.status", null);
        await().until(() -> first.stream().anyMatch(event -> "following".equals(event.comment())));
        tell(Told.of("acme", Told.status("dave", 1, 1, SessionState.READY)));
        String begun = String.valueOf(first.getFirst().id());
        await().until(() -> first.stream()
                .anyMatch(event -> event.id() != null && !event.id().equals(begun)));
        assertThat(named(first)).isEmpty();
    }

    @Test
    void lineEndsOfAnEventAreNoEndOfItsData() {
        var events = follow(me, null);
        await().until(() -> !events.isEmpty());
        SessionEvent read = Told.read(Told.received(me, 1, 1, "one"));
        feed.publish(new SessionEvent(
                read.topic(), read.partition(), read.offset(), read.message(), "{\n\"specversion\":\r\n\"1.0\"}"));
        tell(Told.received(me, 1, 2, "two"));
        await().until(() -> named(events).size() == 2);
        assertThat(named(events).getFirst().data()).isEqualTo("{ \"specversion\":  \"1.0\"}");
    }

    @Test
    void whatDoesNotFitIsSaid() {
        answer(events("/v1/events?type=message.received&type=nonsense")).isProblem(400, "INVALID_REQUEST", "type");
        answer(events("/v1/events?session=no%20session")).isProblem(400, "INVALID_REQUEST", "session");
        answer(events("/v1/sessions/no%20session/events")).isProblem(400, "INVALID_SESSION_ID");
        answer(events("/v1/sessions/nobody/events")).isProblem(404, "SESSION_NOT_FOUND");
        answer(anybody().get().uri("/v1/events").exchange()).isProblem(401, "UNAUTHORIZED");
        answer(client.get().uri("/v1/events").accept(MediaType.APPLICATION_JSON).exchange())
                .isProblem(406, "NOT_ACCEPTABLE");
    }

    /** The reader opens its stream and takes nothing; what is told meanwhile is more than connections hold. */
    @Test
    void aReaderThatTakesNothingIsCutWithTheReason_andCanGoOn() throws Exception {
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(8 * 1024);
            slow.connect(new InetSocketAddress("127.0.0.1", port));
            slow.getOutputStream()
                    .write(("GET /v1/sessions/" + me + "/events HTTP/1.0\r\nX-Api-Key: " + KEY
                                    + "\r\nAccept: text/event-stream\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String begun = readUntil(slow, "following");
            String large = "x".repeat(60_000);
            for (int seq = 1; seq <= 200; seq++) tell(Told.received(me, 1, seq, large));
            await().atMost(Duration.ofSeconds(60)).until(() -> feed.followers() == 0);
            String got = begun + new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(got.contains("event: stream.error\ndata: {") && got.contains("\"code\":\"SLOW_READER\""))
                    .isTrue();
            int told = got.split("event: message.received", -1).length - 1;
            assertThat(told).isBetween(1, 199);
            String seen = got.substring(got.lastIndexOf("id: ") + 4)
                    .lines()
                    .findFirst()
                    .orElseThrow();
            var rest = follow(me, seen);
            await().until(() -> named(rest).size() == 200 - told);
            assertThat(named(rest).getFirst().data()).contains("\"message-" + (told + 1) + "\"");
        }
    }

    private WebTestClient.ResponseSpec events(String path) {
        return client.get()
                .uri(URI.create("http://127.0.0.1:" + port + path))
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange();
    }

    @Test
    void thereAreAsManyStreamsAsMayBe() {
        for (int stream = 0; stream < 3; stream++) follow(me, null);
        await().until(() -> feed.followers() == 3);
        answer(client.get()
                        .uri("/v1/sessions/" + me + "/events")
                        .accept(MediaType.TEXT_EVENT_STREAM)
                        .exchange())
                .isProblem(503, "TOO_MANY_STREAMS");
    }

    private List<ServerSentEvent<String>> follow(String path, @Nullable String lastEventId) {
        List<ServerSentEvent<String>> events = new CopyOnWriteArrayList<>();
        open.add(WebClient.create("http://127.0.0.1:" + port)
                .get()
                .uri(path.startsWith("/") ? path : "/v1/sessions/" + path + "/events")
                .header("X-Api-Key", KEY)
                .headers(headers -> {
                    if (lastEventId != null) headers.set("Last-Event-ID", lastEventId);
                })
                .retrieve()
                .bodyToFlux(EVENT)
                .subscribe(events::add));
        return events;
    }

    private static List<ServerSentEvent<String>> named(List<ServerSentEvent<String>> events) {
        return events.stream().filter(event -> event.event() != null).toList();
    }
}
