package io.rookery.gateway.event;

import io.rookery.events.SessionId;
import io.rookery.events.Topic;
import io.rookery.events.kafka.HomePartition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Spreads what the topics tell: to the gateway's own listeners, and to whoever follows a session. One reader publishes; followers may come
 * from any thread. Memory is bounded: the history by number and size, each follower by its queue, the followers by their number.
 */
public final class EventFeed {
    /** The topics that are read. */
    public static final List<Topic> TOPICS = List.of(Topic.STATUS, Topic.QR, Topic.MESSAGE, Topic.OUTCOME);

    private static final int REMEMBERED_SESSIONS = 50_000;

    private final List<EventListener> listeners;
    private final Limits limits;
    private final ReaderFloor floor = new ReaderFloor(REMEMBERED_SESSIONS);
    private final EventHistory history;
    private final Map<Topic, long[]> positions = new EnumMap<>(Topic.class);
    private final Map<SessionId, Set<Follower>> followers = new HashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private boolean closed;

    /** What the feed may take. */
    public record Limits(int heldEvents, long heldBytes, int followers, int queue) {}

    /** A follower did not take its events as fast as they came; what it has not taken is lost to it. */
    public static final class FollowerTooSlow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FollowerTooSlow() {
            super("the follower is too slow", null, false, false);
        }
    }

    /** There are as many followers as may be. */
    public static final class TooManyFollowers extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyFollowers() {
            super("too many followers", null, false, false);
        }
    }

    public EventFeed(List<EventListener> listeners, Limits limits) {
        this.listeners = List.copyOf(listeners);
        this.limits = limits;
        this.history = new EventHistory(limits.heldEvents(), limits.heldBytes());
    }

    static String word(Topic topic) {
        return topic.name().toLowerCase(Locale.ROOT);
    }

    static Topic topic(String word) {
        return Topic.valueOf(word.toUpperCase(Locale.ROOT));
    }

    // ---- the reader's side ----

    /** @param offsets of the first record that will be read, by partition */
    public synchronized void startsAt(Topic topic, long[] offsets) {
        positions.put(topic, Arrays.stream(offsets).map(offset -> offset - 1).toArray());
        for (int partition = 0; partition < offsets.length; partition++)
            history.startsAt(topic, partition, offsets[partition]);
    }

    /** A record was read that tells nothing. */
    public synchronized void skip(Topic topic, int partition, long offset) {
        long[] known = positions.get(topic);
        if (known != null && partition < known.length) known[partition] = offset;
    }

    /** @return false where the event is of an epoch that is over: nobody is told */
    public boolean publish(SessionEvent event) {
        synchronized (this) {
            skip(event.topic(), event.partition(), event.offset());
            if (!floor.passes(
                    event.session(),
                    event.topic(),
                    event.message().epoch(),
                    event.message().event())) return false;
        }
        listeners.forEach(listener -> listener.on(event));
        synchronized (this) {
            history.add(event);
            Set<Follower> interested = followers.get(event.session());
            if (interested != null) {
                var item = new FeedItem.Told(cursor(event.session()).toString(), event);
                interested.forEach(follower -> follower.tell(item));
            }
        }
        return true;
    }

    // ---- the followers' side ----

    /** From now on. */
    public Flux<FeedItem> follow(SessionId session) {
        return Flux.defer(() -> join(session, false, null));
    }

    /** What is held of the session, then on. */
    public Flux<FeedItem> replay(SessionId session) {
        return Flux.defer(() -> join(session, true, null));
    }

    /** From behind the place that {@code cursor} names, as far as it is held; a {@link FeedItem.Gap} says that it is not. */
    public Flux<FeedItem> resume(SessionId session, String cursor) {
        return Flux.defer(() -> join(session, true, cursor));
    }

    public int followers() {
        return count.get();
    }

    /** Ends all streams; later ones end at once. */
    public synchronized void close() {
        closed = true;
        followers.values().forEach(all -> all.forEach(Follower::end));
    }

    private synchronized Flux<FeedItem> join(SessionId session, boolean past, @Nullable String from) {
        if (count.get() >= limits.followers()) return Flux.error(new TooManyFollowers());
        Follower follower = new Follower(limits.queue());
        List<FeedItem> first = past ? past(session, from) : new ArrayList<>();
        if (first.isEmpty()) first.add(new FeedItem.Begin(cursor(session).toString()));
        followers.computeIfAbsent(session, ignored -> new LinkedHashSet<>()).add(follower);
        count.incrementAndGet();
        if (closed) follower.end();
        return Flux.fromIterable(first)
                .concatWith(follower.sink.asFlux().publishOn(Schedulers.parallel(), 16))
                .doFinally(ignored -> leave(session, follower));
    }

    private List<FeedItem> past(SessionId session, @Nullable String from) {
        List<FeedItem> items = new ArrayList<>();
        Cursor cursor = from == null ? null : Cursor.parse(from).orElse(null);
        if (from != null && (cursor == null || !history.reachesBackTo(cursor)))
            items.add(new FeedItem.Gap(cursor == null ? "" : cursor.toString()));
        Map<Topic, Cursor.Position> at =
                cursor == null ? new EnumMap<>(Topic.class) : new EnumMap<>(cursor.positions());
        for (SessionEvent event : cursor == null ? history.of(session) : history.after(session, cursor)) {
            at.put(event.topic(), new Cursor.Position(event.partition(), event.offset()));
            items.add(new FeedItem.Told(new Cursor(new EnumMap<>(at)).toString(), event));
        }
        return items;
    }

    private synchronized void leave(SessionId session, Follower follower) {
        Set<Follower> own = followers.get(session);
        if (own == null || !own.remove(follower)) return;
        if (own.isEmpty()) followers.remove(session);
        count.decrementAndGet();
    }

    private Cursor cursor(SessionId session) {
        Map<Topic, Cursor.Position> at = new EnumMap<>(Topic.class);
        positions.forEach((topic, offsets) -> {
            int partition = HomePartition.of(session, offsets.length);
            at.put(topic, new Cursor.Position(partition, offsets[partition]));
        });
        return new Cursor(at);
    }

    /** Told under the feed's lock only, so one at a time. */
    private static final class Follower {
        private final Sinks.Many<FeedItem> sink;

        Follower(int queue) {
            this.sink = Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(queue));
        }

        void tell(FeedItem item) {
            if (sink.tryEmitNext(item) == Sinks.EmitResult.FAIL_OVERFLOW) sink.tryEmitError(new FollowerTooSlow());
        }

        void end() {
            sink.tryEmitComplete();
        }
    }
}
