package io.rookery.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.gateway.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class EventFeedTest {
    private static final SessionId ALICE = new SessionId("alice");
    private static final Duration SOON = Duration.ofSeconds(5);

    private final List<SessionEvent> heard = new ArrayList<>();
    private final EventFeed feed = new EventFeed(List.of(heard::add), new EventFeed.Limits(5, 1 << 20, 2, 3));

    @BeforeEach
    void partitions() {
        EventFeed.TOPICS.forEach(topic -> feed.startsAt(topic, new long[Told.PARTITIONS]));
    }

    @Test
    void aFollowerGetsWhatHappensToItsSessionOnly() {
        SessionEvent hello = Told.read(Told.received("alice", 1, 1, "hello"));
        StepVerifier.create(feed.follow(ALICE))
                .expectNextMatches(FeedItem.Begin.class::isInstance)
                .then(() -> {
                    feed.publish(Told.read(Told.received("bob", 1, 1, "not yours")));
                    feed.publish(hello);
                })
                .assertNext(item -> assertThat(event(item)).isEqualTo(hello))
                .thenCancel()
                .verify(SOON);
        assertThat(heard).hasSize(2);
        assertThat(feed.followers()).isZero();
    }

    @Test
    void eventsOfAnEpochThatIsOverAreToldToNobody() {
        feed.publish(Told.read(Told.status("alice", 2, 1, SessionState.READY)));
        assertThat(feed.publish(Told.read(Told.status("alice", 1, 2, SessionState.CLOSED))))
                .isFalse();
        assertThat(heard).hasSize(1);
    }

    @Test
    void whoComesBackGetsWhatItMissed() {
        String cursor = cursorAfter(Told.read(Told.received("alice", 1, 1, "one")));
        SessionEvent two = Told.read(Told.received("alice", 1, 2, "two"));
        feed.publish(two);
        feed.publish(Told.read(Told.received("bob", 1, 2, "not yours")));
        StepVerifier.create(feed.resume(ALICE, cursor))
                .assertNext(item -> assertThat(event(item)).isEqualTo(two))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void whoComesBackToANewGatewayGoesOnFromTheSamePlace() {
        String cursor = cursorAfter(Told.read(Told.received("alice", 1, 1, "one")));
        EventFeed other = new EventFeed(List.of(), new EventFeed.Limits(5, 1 << 20, 2, 3));
        EventFeed.TOPICS.forEach(topic -> other.startsAt(topic, new long[Told.PARTITIONS]));
        SessionEvent two = Told.read(Told.received("alice", 1, 2, "two"));
        other.publish(two);
        StepVerifier.create(other.resume(ALICE, cursor))
                .assertNext(item -> assertThat(event(item)).isEqualTo(two))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void whoComesBackTooLateIsToldSo() {
        String cursor = cursorAfter(Told.read(Told.received("alice", 1, 1, "one")));
        for (int seq = 2; seq < 10; seq++) feed.publish(Told.read(Told.received("alice", 1, seq, "more")));
        StepVerifier.create(feed.resume(ALICE, cursor))
                .expectNextMatches(FeedItem.Gap.class::isInstance)
                .expectNextCount(5)
                .thenCancel()
                .verify(SOON);
        StepVerifier.create(feed.resume(ALICE, "no cursor"))
                .expectNextMatches(FeedItem.Gap.class::isInstance)
                .expectNextCount(5)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void aSlowFollowerIsCutOffAndTakesNoMemory() {
        StepVerifier.create(feed.follow(ALICE), 1)
                .expectNextMatches(FeedItem.Begin.class::isInstance)
                .then(() -> {
                    for (int seq = 1; seq < 100; seq++) feed.publish(Told.read(Told.received("alice", 1, seq, "more")));
                })
                .thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(FeedItem.Told.class::isInstance)
                .verifyError(EventFeed.FollowerTooSlow.class);
        // The error is told before the follower is forgotten.
        await().until(() -> feed.followers() == 0);
    }

    @Test
    void thereAreAsManyFollowersAsMayBe() {
        var first = feed.follow(ALICE).subscribe();
        var second = feed.follow(ALICE).subscribe();
        StepVerifier.create(feed.follow(ALICE)).verifyError(EventFeed.TooManyFollowers.class);
        first.dispose();
        StepVerifier.create(feed.follow(ALICE)).expectNextCount(1).thenCancel().verify(SOON);
        second.dispose();
    }

    @Test
    void streamsEndWithTheGateway() {
        StepVerifier.create(feed.follow(ALICE))
                .expectNextCount(1)
                .then(feed::close)
                .verifyComplete();
    }

    @Test
    void theHistoryIsBoundedInSizeToo() {
        EventHistory history = new EventHistory(1000, 10_000);
        for (int seq = 1; seq < 100; seq++) history.add(Told.read(Told.received("alice", 1, seq, "x".repeat(1000))));
        assertThat(history.of(ALICE)).hasSizeBetween(1, 4);
    }

    private String cursorAfter(SessionEvent event) {
        List<String> cursors = new ArrayList<>();
        StepVerifier.create(feed.follow(ALICE))
                .expectNextCount(1)
                .then(() -> feed.publish(event))
                .assertNext(item -> cursors.add(item.cursor()))
                .thenCancel()
                .verify(SOON);
        return cursors.getFirst();
    }

    private static SessionEvent event(FeedItem item) {
        assertThat(item).isInstanceOf(FeedItem.Told.class);
        return ((FeedItem.Told) item).event();
    }
}
