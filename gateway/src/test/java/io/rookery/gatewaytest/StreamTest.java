package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;

class StreamTest extends HttpTest {
    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
            new ParameterizedTypeReference<>() {};
    private final List<Disposable> open = new ArrayList<>();

    @AfterEach
    void closeAll() {
        open.forEach(Disposable::dispose);
        await().until(() -> feed.followers() == 0);
    }

    @Test
    void whatHappensIsToldAsItHappens() {
        var events = follow("alice", null);
        await().until(() -> feed.followers() == 1);
        tell(Told.status("alice", 1, 1, SessionState.DISCONNECTED));
        tell(Told.fence("alice", 1));
        tell(Told.received("alice", 1, 2, "hello"));
        tell(Told.received("bob", 1, 2, "not yours"));
        tell(Told.outcome("alice", 1, "s1", OutcomeStatus.SUCCEEDED, "OK"));
        await().until(() -> named(events).size() == 3);
        assertThat(named(events))
                .extracting(ServerSentEvent::event)
                .containsExactly("session.status", "message.received", "command.outcome");
        assertThat(named(events).getFirst().data())
                .contains("\"specversion\":\"1.0\"", "\"subject\":\"alice\"", "DISCONNECTED");
        await().until(() -> events.stream().anyMatch(event -> "".equals(event.comment())));
    }

    @Test
    void whoComesBackGetsWhatItMissed() {
        var first = follow("alice", null);
        await().until(() -> feed.followers() == 1);
        tell(Told.received("alice", 3, 1, "one"));
        await().until(() -> named(first).size() == 1);
        String seen = named(first).getFirst().id();
        closeAll();
        tell(Told.received("alice", 3, 2, "two"));
        var second = follow("alice", seen);
        await().until(() -> named(second).size() == 1);
        assertThat(named(second).getFirst().data()).contains("two");
        var lost = follow("alice", "something-else");
        await().until(() -> !named(lost).isEmpty());
        assertThat(named(lost).getFirst().event()).isEqualTo("stream.gap");
    }

    @Test
    void thereAreAsManyStreamsAsMayBe() {
        for (int stream = 0; stream < 3; stream++) follow("alice", null);
        await().until(() -> feed.followers() == 3);
        answer(client.get()
                        .uri("/v1/sessions/alice/events")
                        .accept(MediaType.TEXT_EVENT_STREAM)
                        .exchange())
                .isProblem(503, "TOO_MANY_STREAMS");
    }

    private List<ServerSentEvent<String>> follow(String session, @Nullable String lastEventId) {
        List<ServerSentEvent<String>> events = new CopyOnWriteArrayList<>();
        open.add(WebClient.create("http://127.0.0.1:" + port)
                .get()
                .uri("/v1/sessions/" + session + "/events")
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
