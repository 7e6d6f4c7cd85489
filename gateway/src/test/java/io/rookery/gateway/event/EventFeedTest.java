package io.rookery.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.gateway.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class EventFeedTest {
    private static final SessionId ALICE = new SessionId("alice");
    private static final SessionId BOB = new SessionId("bob");
    private static final Interest OF_ALICE = Interest.inSession(ALICE);
    private static final Interest OF_ALL = new Interest(TenantId.DEFAULT, Set.of(), EnumSet.allOf(EventType.class));

    private final List<SessionEvent> heard = new ArrayList<>();
    private final PlayedPast past = new PlayedPast();
    private final EventFeed feed = feed(heard::add);
    private final List<Following> open = new ArrayList<>();

    private EventFeed feed(EventListener listener) {
        EventFeed made = new EventFeed(List.of(listener), past, new EventFeed.Limits(5, 1 << 20, 4, 1));
        EventFeed.TOPICS.forEach(topic -> made.startsAt(topic, new long[Told.PARTITIONS]));
        return made;
    }

    @AfterEach
    void nobodyStays() {
        open.forEach(Following::close);
        assertThat(feed.followers()).isZero();
    }

    @Test
    void aFollowerGetsWhatHappensToItsSessionOnly() {
        SessionEvent hello = read(Told.received("alice", 1, 1, "hello"));
        StepVerifier.create(feed.follow(ALICE))
                .expectNextMatches(FeedItem.Begin.class::isInstance)
                .then(() -> {
                    tell(Told.received("bob", 1, 1, "not yours"));
                    feed.publish(hello);
                })
                .assertNext(item -> assertThat(((FeedItem.Told) item).event()).isEqualTo(hello))
                .thenCancel()
                .verify(Duration.ofSeconds(5));
        assertThat(heard).hasSize(2);
    }

    @Test
    void eventsOfAnEpochThatIsOverAreToldToNobody() {
        tell(Told.status("alice", 2, 1, SessionState.READY));
        assertThat(feed.publish(read(Told.status("alice", 1, 2, SessionState.CLOSED))))
                .isFalse();
        assertThat(heard).hasSize(1);
    }

    @Test
    void aStreamOfATenantHasTheEventsOfItsSessionsOnly() {
        Following stream = begun(feed, OF_ALL);
        tell(Told.received("alice", 1, 1, "one"));
        tell(Told.of("acme", Told.received("carol", 1, 1, "foreign")));
        tell(Told.received("bob", 1, 1, "two"));
        assertThat(texts(stream)).containsExactly("one", "two");
    }

    @Test
    void filtersLeaveOutWhatIsNotWanted() {
        Following stream =
                begun(feed, new Interest(TenantId.DEFAULT, Set.of(ALICE, BOB), EnumSet.of(EventType.MESSAGE_RECEIVED)));
        tell(Told.status("alice", 1, 1, SessionState.READY));
        tell(Told.received("dave", 1, 1, "not yours"));
        tell(Told.received("alice", 1, 2, "one"));
        tell(Told.received("bob", 1, 1, "two"));
        assertThat(texts(stream)).containsExactly("one", "two");
    }

    @Test
    void whoComesBackGetsWhatItMissed() {
        for (Interest interest : List.of(OF_ALICE, OF_ALL)) {
            Following first = begun(feed, interest);
            tell(Told.received("alice", 1, 1, "one"));
            assertThat(texts(first)).containsExactly("one");
            tell(Told.received("alice", 1, 2, "two"));
            assertThat(texts(resumed(feed, interest, first.cursor()))).containsExactly("two");
            first.close();
        }
        assertThat(past.asked()).isZero();
    }

    @Test
    void everyItemHasTheCursorBehindIt() {
        Following stream = begun(feed, OF_ALL);
        tell(Told.received("alice", 1, 1, "one"));
        tell(Told.received("bob", 1, 1, "two"));
        String behindOne = stream.take().getFirst().cursor();
        assertThat(texts(resumed(feed, OF_ALL, behindOne))).containsExactly("two");
    }

    @Test
    void whoComesBackToAGatewayThatIsBehindGetsNothingTwice() {
        Following first = begun(feed, OF_ALL);
        SessionEvent one = tell(Told.received("alice", 1, 1, "one"));
        assertThat(texts(first)).containsExactly("one");
        EventFeed other = feed(event -> {});
        Following second = resumed(other, OF_ALL, first.cursor());
        other.publish(one);
        other.publish(read(Told.received("alice", 1, 2, "two")));
        assertThat(texts(second)).containsExactly("two");
    }

    @Test
    void whatIsNotHeldAnyMoreIsReadFromTheTopics_andNothingIsMissedWhileItIs() {
        for (Interest interest : List.of(OF_ALICE, OF_ALL)) {
            Following first = begun(feed, interest);
            tell(Told.received("alice", 1, 0, "seen"));
            assertThat(texts(first)).containsExactly("seen");
            List<String> missed = new ArrayList<>();
            for (int seq = 1; seq <= 20; seq++) {
                tell(Told.received("alice", 1, seq, "m" + seq));
                missed.add("m" + seq);
            }
            Following second = resumed(feed, interest, first.cursor());
            List<String> got = new ArrayList<>();
            for (int seq = 21; seq <= 60; seq++) {
                tell(Told.received("alice", 1, seq, "m" + seq));
                missed.add("m" + seq);
                second.take().forEach(item -> text(item).ifPresent(got::add));
            }
            got.addAll(texts(second));
            assertThat(got).containsExactlyElementsOf(missed);
            first.close();
            second.close();
        }
        assertThat(past.asked()).isPositive();
    }

    /** The fence stands before the cursor, what it makes void behind it. */
    @Test
    void whatIsReadFromTheTopicsFollowsTheReadersRule() {
        tell(Told.fence("alice", 2));
        Following first = begun(feed, OF_ALICE);
        feed.publish(past.write(read(Told.outcome("alice", 1, "void", OutcomeStatus.SUCCEEDED, "OK"))));
        tell(Told.outcome("alice", 2, "good", OutcomeStatus.SUCCEEDED, "OK"));
        for (int seq = 1; seq <= 10; seq++) tell(Told.received("bob", 1, seq, "more"));
        Following second = resumed(feed, OF_ALICE, first.cursor());
        assertThat(all(second))
                .filteredOn(FeedItem.Told.class::isInstance)
                .extracting(item -> ((FeedItem.Told) item).event().message().id())
                .containsExactly("outcome-good");
    }

    /** More lies between the fence and the cursor than is read again. */
    @Test
    void whatIsVoidByAFenceOfLongAgoIsNotToldEither() {
        int home = tell(Told.fence("alice", 2)).partition();
        String neighbour = IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> "neighbour-" + number)
                .filter(name -> read(Told.fence(name, 1)).partition() == home)
                .findFirst()
                .orElseThrow();
        for (int number = 1; number <= 150; number++)
            tell(Told.outcome(neighbour, 1, "between-" + number, OutcomeStatus.SUCCEEDED, "OK"));
        Following first = begun(feed, OF_ALICE);
        feed.publish(past.write(read(Told.outcome("alice", 1, "void", OutcomeStatus.SUCCEEDED, "OK"))));
        tell(Told.outcome("alice", 2, "good", OutcomeStatus.SUCCEEDED, "OK"));
        for (int seq = 1; seq <= 10; seq++) tell(Told.received("bob", 1, seq, "more"));
        Following second = resumed(feed, OF_ALICE, first.cursor());
        List<FeedItem> told = new ArrayList<>();
        for (int page = 0; page < 100; page++) told.addAll(second.take());
        assertThat(told)
                .filteredOn(FeedItem.Told.class::isInstance)
                .extracting(item -> ((FeedItem.Told) item).event().message().id())
                .containsExactly("outcome-good");
    }

    @Test
    void whatKafkaHasDeletedIsAGap_andTheRestFollows() {
        Following first = begun(feed, OF_ALICE);
        SessionEvent gone = tell(Told.received("alice", 1, 1, "gone"));
        for (int seq = 2; seq <= 10; seq++) tell(Told.received("alice", 1, seq, "m" + seq));
        past.delete(new Place(gone.topic(), gone.partition()), gone.offset());
        List<FeedItem> items = all(resumed(feed, OF_ALICE, first.cursor()));
        assertThat(items).filteredOn(FeedItem.Gap.class::isInstance).hasSize(1);
        assertThat(items).filteredOn(FeedItem.Told.class::isInstance).hasSize(9);
    }

    @Test
    void codesThatKafkaHasDeletedAreNoGap() {
        Following first = begun(feed, OF_ALICE);
        SessionEvent code = tell(Told.qr("alice", 1, 1, "code", Instant.EPOCH));
        for (int seq = 2; seq <= 10; seq++) tell(Told.received("alice", 1, seq, "m" + seq));
        past.delete(new Place(code.topic(), code.partition()), code.offset());
        List<FeedItem> items = all(resumed(feed, OF_ALICE, first.cursor()));
        assertThat(items).noneMatch(FeedItem.Gap.class::isInstance);
        assertThat(items).filteredOn(FeedItem.Told.class::isInstance).hasSize(9);
    }

    @Test
    void aCursorThatIsNoneIsAGap_andTheStreamGoesOnFromNow() {
        tell(Told.received("alice", 1, 1, "before"));
        String foreign = begun(feed, OF_ALL).cursor();
        String ofAlice = begun(feed, OF_ALICE).cursor();
        for (String cursor : List.of("no cursor", "all:AAAA", foreign.substring(0, 9), ofAlice)) {
            Following stream = resumed(feed, OF_ALL, cursor);
            assertThat(stream.take()).singleElement().isInstanceOf(FeedItem.Gap.class);
            tell(Told.received("alice", 1, 2, "after"));
            assertThat(texts(stream)).as(cursor).containsExactly("after");
            stream.close();
        }
    }

    /** As of topics that were deleted and made anew. */
    @Test
    void aCursorOfPlacesThatKafkaNeverHadIsAGap_andTheStreamGoesOnFromNow() {
        SessionEvent one = tell(Told.received("alice", 1, 1, "one"));
        String cursor = begun(feed, OF_ALICE).cursor().replace("-" + one.offset(), "-999999999");
        Following stream = resumed(feed, OF_ALICE, cursor);
        assertThat(all(stream)).anyMatch(FeedItem.Gap.class::isInstance);
        tell(Told.received("alice", 1, 2, "two"));
        assertThat(texts(stream)).containsExactly("two");
    }

    @Test
    void withKafkaAwayAStreamThatMustReadItWaits() throws InterruptedException {
        Following first = begun(feed, OF_ALICE);
        for (int seq = 1; seq <= 10; seq++) tell(Told.received("alice", 1, seq, "m" + seq));
        past.away = true;
        Following second = resumed(feed, OF_ALICE, first.cursor());
        assertThat(texts(second)).isEmpty();
        past.away = false;
        List<String> got = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            got.addAll(texts(second));
            return got.size() == 10;
        });
    }

    @Test
    void theReadingOfThePastIsTakenInTurns() {
        Following first = begun(feed, OF_ALICE);
        for (int seq = 1; seq <= 10; seq++) tell(Told.received("alice", 1, seq, "m" + seq));
        Following second = resumed(feed, OF_ALICE, first.cursor());
        Following third = resumed(feed, OF_ALICE, first.cursor());
        second.take();
        assertThat(texts(third)).isEmpty();
        second.close();
        assertThat(texts(third)).hasSize(10);
    }

    @Test
    void aSlowFollowerIsCutOff_andMayComeBack() {
        Following stream = begun(feed, OF_ALICE);
        String cursor = stream.cursor();
        assertThat(stream.take()).isEmpty();
        for (int seq = 1; seq < 100; seq++) tell(Told.received("alice", 1, seq, "more"));
        assertThatThrownBy(stream::take).isInstanceOf(EventFeed.FollowerTooSlow.class);
        assertThat(texts(resumed(feed, OF_ALICE, cursor))).hasSize(99);
    }

    @Test
    void aFollowerWithNothingToReadIsNotSlow() {
        Following stream = begun(feed, OF_ALICE);
        for (int seq = 1; seq < 100; seq++) tell(Told.received("bob", 1, seq, "more"));
        tell(Told.received("alice", 1, 1, "one"));
        assertThat(texts(stream)).containsExactly("one");
    }

    @Test
    void whoStopsWaitingMissesNothing() {
        Following stream = begun(feed, OF_ALICE);
        assertThat(stream.take()).isEmpty();
        stream.ready().subscribe().dispose();
        tell(Told.received("alice", 1, 1, "one"));
        StepVerifier.create(stream.ready()).expectComplete().verify(Duration.ofSeconds(5));
        assertThat(texts(stream)).containsExactly("one");
    }

    @Test
    void whatIsHeldCanBeHadAgain() {
        tell(Told.received("alice", 1, 1, "one"));
        tell(Told.received("bob", 1, 1, "not yours"));
        assertThat(texts(opened(feed, OF_ALICE, new From.Held()))).containsExactly("one");
    }

    @Test
    void thereAreAsManyFollowersAsMayBe() {
        for (int stream = 0; stream < 4; stream++) begun(feed, OF_ALICE);
        assertThatThrownBy(() -> feed.open(OF_ALICE, new From.Now())).isInstanceOf(EventFeed.TooManyFollowers.class);
        open.getFirst().close();
        begun(feed, OF_ALICE);
    }

    @Test
    void streamsEndWithTheGateway() {
        StepVerifier.create(feed.follow(ALICE))
                .expectNextCount(1)
                .then(feed::close)
                .expectComplete()
                .verify(Duration.ofSeconds(5));
    }

    @Test
    void aStreamThatComesBeforeTheReaderBegins_waitsForIt() {
        EventFeed fresh = new EventFeed(List.of(), past, new EventFeed.Limits(5, 1 << 20, 4, 1));
        Following stream = opened(fresh, OF_ALICE, new From.Now());
        assertThat(stream.take()).isEmpty();
        EventFeed.TOPICS.forEach(topic -> fresh.startsAt(topic, new long[Told.PARTITIONS]));
        assertThat(stream.take()).singleElement().isInstanceOf(FeedItem.Begin.class);
    }

    @Test
    void whatIsHeldIsBoundedInSizeToo() {
        EventLog log = new EventLog(1000, 10_000);
        for (int seq = 1; seq < 100; seq++) log.add(Told.read(Told.received("alice", 1, seq, "x".repeat(1000))));
        assertThat(log.next() - log.first()).isBetween(1L, 4L);
        assertThat(log.channel(ALICE).numbers.size()).isEqualTo((int) (log.next() - log.first()));
    }

    private static SessionEvent read(EventMessage message) {
        return Told.read(message);
    }

    private SessionEvent tell(EventMessage message) {
        SessionEvent event = past.write(read(message));
        feed.publish(event);
        return event;
    }

    private Following opened(EventFeed at, Interest interest, From from) {
        Following following = at.open(interest, from);
        open.add(following);
        return following;
    }

    private Following begun(EventFeed at, Interest interest) {
        Following following = opened(at, interest, new From.Now());
        assertThat(following.take()).singleElement().isInstanceOf(FeedItem.Begin.class);
        return following;
    }

    private Following resumed(EventFeed at, Interest interest, String cursor) {
        return opened(at, interest, new From.Behind(cursor));
    }

    /** All there is now. What is played answers at once, so a stream that gives nothing twenty times has nothing. */
    private static List<FeedItem> all(Following following) {
        List<FeedItem> items = new ArrayList<>();
        for (int nothing = 0; nothing < 20; ) {
            List<FeedItem> some = following.take();
            nothing = some.isEmpty() ? nothing + 1 : 0;
            items.addAll(some);
        }
        return items;
    }

    private static List<String> texts(Following following) {
        return all(following).stream().flatMap(item -> text(item).stream()).toList();
    }

    private static Optional<String> text(FeedItem item) {
        return item instanceof FeedItem.Told told
                        && told.event().message().event() instanceof Event.MessageReceived received
                ? Optional.ofNullable(received.message().text())
                : Optional.empty();
    }
}
