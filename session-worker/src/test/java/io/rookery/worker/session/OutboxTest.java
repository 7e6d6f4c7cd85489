package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Command;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a session tells while Kafka is away, and when it is back. */
class OutboxTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String LONG = "x".repeat(100_000);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<EventMessage> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger roomAgain = new AtomicInteger();
    private volatile boolean away = true;
    private final Outbox outbox = new Outbox(
            message -> {
                if (away) return CompletableFuture.failedFuture(new IllegalStateException("Kafka is away"));
                published.add(message);
                return CompletableFuture.completedFuture((long) published.size());
            },
            new HostMetrics(new SimpleMeterRegistry(), InstantSource.system()),
            threads,
            millis -> LockSupport.parkNanos(1_000_000),
            () -> NOW,
            message -> {},
            roomAgain::incrementAndGet);

    @AfterEach
    void end() {
        outbox.close();
        threads.shutdownNow();
    }

    private static EventMessage event(String id, Event event) {
        return new EventMessage(
                new SessionId("alice"),
                id,
                NOW,
                TenantId.DEFAULT,
                new Epoch(1),
                1,
                new WorkerId("w1"),
                null,
                null,
                event);
    }

    private static EventMessage message(String id) {
        return event(
                id, new Event.MessageReceived(Event.Message.text(id, "chat", "from", "to", false, LONG, NOW), false));
    }

    @Test
    void messagesHaveABoundedPlace_statesAlwaysHaveOne() {
        int taken = 0;
        while (outbox.tell(message("m" + taken))) taken++;
        assertThat(taken).isBetween(15, 20);
        var status = new Event.Status(SessionState.READY, List.of(SessionState.READY), null, null, null);
        assertThat(outbox.tell(event("s", status))).isTrue();
        assertThat(outbox.tell(message("more"))).isFalse();
        assertThat(roomAgain).hasValue(0);

        away = false;
        await().untilAtomic(roomAgain, org.hamcrest.Matchers.is(1));
        int all = taken + 1;
        await().untilAsserted(() -> assertThat(published).hasSize(all));
        assertThat(published).last().extracting(EventMessage::id).isEqualTo("s");
        assertThat(outbox.tell(message("later"))).isTrue();
        await().untilAsserted(() -> assertThat(published).hasSize(all + 1));
        assertThat(roomAgain).as("nothing was dropped since").hasValue(1);
    }

    @Test
    void aCodeThatHasRunOut_isNotToldAnyMore() {
        outbox.tell(event("old", new Event.Qr(Command.Method.QR, "2@old", NOW.minusSeconds(1))));
        outbox.tell(event("new", new Event.Qr(Command.Method.QR, "2@new", NOW.plusSeconds(20))));
        away = false;
        await().untilAsserted(
                        () -> assertThat(published).extracting(EventMessage::id).containsExactly("new"));
    }
}
