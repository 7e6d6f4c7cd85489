package io.rookery.gateway.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A stream of the feed. It knows exactly what it has told, by its positions, whether that was read from Kafka or from memory; so no event is told twice, and none is left out, wherever the stream goes on.
 *
 * <p>Takers and closers may be of different threads. Its lock comes before the feed's.
 *
 * <pre>
 * STARTING ── all behind the cursor is held ──────────────────────→ LIVE
 *     └────── it is not, or the cursor is ahead of this gateway ──→ CATCHING_UP ── what is read meets what is held ──→ LIVE
 * </pre>
 */
final class Follower implements Following {
    private static final int MOST = 64;
    private static final long MOST_WEIGHT = 128 * 1024;
    private static final Duration UNTIL_READING = Duration.ofMillis(50);

    final Interest interest;
    /** The next number of the log. Guarded by the feed. */
    long number;
    /** Guarded by the feed. */
    @Nullable MonoSink<Void> waiter;

    private final EventFeed feed;
    private final PastEvents past;
    private final From from;
    private Stage stage = Stage.STARTING;
    private Positions positions = new Positions();
    private List<Place> places = List.of();
    private @Nullable CatchUp catchUp;
    /** Who has caught up, but not yet reached the end of what is held when some of that goes, is not slow. */
    private boolean hasBeenCurrent;

    private boolean over;

    private enum Stage {
        STARTING,
        CATCHING_UP,
        LIVE
    }

    Follower(EventFeed feed, PastEvents past, Interest interest, From from) {
        this.feed = feed;
        this.past = past;
        this.interest = interest;
        this.from = from;
    }

    @Override
    public synchronized List<FeedItem> take() {
        if (feed.isClosed()) over = true;
        if (over) return List.of();
        return switch (stage) {
            case STARTING -> start();
            case CATCHING_UP -> past();
            case LIVE -> held();
        };
    }

    @Override
    public synchronized Mono<Void> ready() {
        return switch (stage) {
            case STARTING -> Mono.delay(UNTIL_READING).then();
            case CATCHING_UP -> {
                CompletableFuture<?> waiting = catchUp == null ? null : catchUp.waiting();
                yield waiting == null
                        ? Mono.empty()
                        : Mono.fromFuture(waiting, true).onErrorComplete().then();
            }
            case LIVE -> feed.more(this);
        };
    }

    @Override
    public synchronized String cursor() {
        if (places.isEmpty()) return "";
        return interest.isOfOneSession() ? Cursor.ofSession(positions, places) : Cursor.ofAll(positions);
    }

    @Override
    public synchronized boolean isOver() {
        return over;
    }

    @Override
    public synchronized void close() {
        over = true;
        if (catchUp != null) catchUp.close();
        catchUp = null;
        feed.leave(this);
    }

    private List<FeedItem> start() {
        Positions now = feed.read();
        if (!now.isComplete()) return List.of();
        places = interest.places(now);
        return switch (from) {
            case From.Now ignored -> begin(now);
            case From.Held ignored -> begin(feed.gone());
            case From.Behind behind -> resume(behind.cursor(), now);
        };
    }

    private List<FeedItem> begin(Positions at) {
        positions = at;
        joinOrCatchUp();
        return List.of(new FeedItem.Begin(cursor()));
    }

    private List<FeedItem> resume(String cursor, Positions now) {
        Optional<Positions> named = Cursor.parse(cursor)
                .filter(known -> places.stream().allMatch(place -> known.at(place) != Positions.UNKNOWN));
        if (named.isEmpty()) {
            positions = now;
            joinOrCatchUp();
            return List.of(new FeedItem.Gap(cursor()));
        }
        positions = now.copy();
        places.forEach(place -> positions.set(place, named.get().at(place)));
        boolean ahead = places.stream().anyMatch(place -> positions.at(place) > now.at(place));
        if (ahead) catchUp();
        else joinOrCatchUp();
        return List.of(new FeedItem.Begin(cursor()));
    }

    private void joinOrCatchUp() {
        if (feed.join(this, places, positions)) live();
        else if (catchUp == null) catchUp();
    }

    private void catchUp() {
        stage = Stage.CATCHING_UP;
        catchUp = new CatchUp(past, feed.catchUps(), places, feed::knowsAsVoid);
    }

    private void live() {
        stage = Stage.LIVE;
        if (catchUp != null) catchUp.close();
        catchUp = null;
    }

    private List<FeedItem> past() {
        CatchUp reading = catchUp;
        if (reading == null) throw new IllegalStateException("nothing is caught up with");
        List<FeedItem> items = new ArrayList<>();
        CatchUp.Found found = reading.take(positions, feed.notHeld(places, positions));
        found.corrected().forEach((place, offset) -> positions.set(place, offset));
        if (found.gap()) items.add(new FeedItem.Gap(cursor()));
        tell(found.events(), items);
        found.upTo().forEach((place, offset) -> positions.raise(place, offset));
        if (found.mayJoin()) joinOrCatchUp();
        return items;
    }

    private List<FeedItem> held() {
        List<FeedItem> items = new ArrayList<>();
        EventFeed.Held held;
        try {
            held = feed.held(this, places, MOST, MOST_WEIGHT);
        } catch (EventFeed.FollowerTooSlow e) {
            if (hasBeenCurrent) throw e;
            feed.part(this);
            catchUp();
            return items;
        }
        hasBeenCurrent |= held.upTo() != null;
        tell(held.events(), items);
        long[] upTo = held.upTo();
        if (upTo != null)
            for (int place = 0; place < upTo.length; place++) positions.raise(places.get(place), upTo[place]);
        return items;
    }

    private void tell(List<SessionEvent> events, List<FeedItem> items) {
        for (SessionEvent event : events) {
            if (!positions.isBefore(event)) continue;
            positions.set(event.topic(), event.partition(), event.offset());
            if (interest.wants(event)) items.add(new FeedItem.Told(cursor(), event));
        }
    }
}
