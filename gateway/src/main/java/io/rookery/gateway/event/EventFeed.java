package io.rookery.gateway.event;

import io.rookery.events.SessionId;
import io.rookery.events.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Spreads what the topics tell: to the gateway's own listeners, and to whoever follows. One reader publishes; followers may come from any thread. Followers have no queues: they read the newest events
 * where these are held once for all, and are woken when there is more. What is older than that is read from Kafka. Memory is bounded: the events held by number and size, the followers by their number,
 * and so are those that read what is past.
 */
public final class EventFeed {
    /** The topics that are read. */
    public static final List<Topic> TOPICS = List.of(Topic.STATUS, Topic.QR, Topic.MESSAGE, Topic.OUTCOME);

    private static final int REMEMBERED_SESSIONS = 50_000;

    private final List<EventListener> listeners;
    private final PastEvents past;
    private final Limits limits;
    private final ReaderFloor floor = new ReaderFloor(REMEMBERED_SESSIONS);
    private final EventLog log;
    private final Positions read = new Positions();
    private final Turns catchUps;
    private final Set<Follower> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    /**
     * What the feed may take.
     *
     * @param catchUps how many followers may read what is past at once; others wait for their turn
     */
    public record Limits(int heldEvents, long heldBytes, int followers, int catchUps) {}

    /** A follower did not take its events as fast as they came: what it has not taken is not held any more. It may come back. */
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

    public EventFeed(List<EventListener> listeners, PastEvents past, Limits limits) {
        this.listeners = List.copyOf(listeners);
        this.past = past;
        this.limits = limits;
        this.log = new EventLog(limits.heldEvents(), limits.heldBytes());
        this.catchUps = new Turns(limits.catchUps());
    }

    // ---- the reader's side ----

    /** @param offsets of the first record that will be read, by partition */
    public synchronized void startsAt(Topic topic, long[] offsets) {
        long[] before = Arrays.stream(offsets).map(offset -> offset - 1).toArray();
        read.begin(topic, before);
        log.begin(topic, before);
    }

    /** A record was read that tells nothing. */
    public synchronized void skip(Topic topic, int partition, long offset) {
        if (partition < read.partitions(topic)) read.set(topic, partition, offset);
    }

    /** @return false where the event is of an epoch that is over: nobody is told */
    public boolean publish(SessionEvent event) {
        synchronized (this) {
            if (!floor.passes(event)) {
                skip(event.topic(), event.partition(), event.offset());
                return false;
            }
        }
        listeners.forEach(listener -> listener.on(event));
        List<MonoSink<Void>> woken = new ArrayList<>();
        synchronized (this) {
            skip(event.topic(), event.partition(), event.offset());
            for (Channel channel : log.add(event))
                for (Follower follower : channel.followers) if (follower.interest.wants(event)) wake(follower, woken);
        }
        woken.forEach(MonoSink::success);
        return true;
    }

    // ---- the followers' side ----

    /** All of a session's events from now on. */
    public Flux<FeedItem> follow(SessionId session) {
        return Flux.using(() -> open(Interest.inSession(session), new From.Now()), Following::items, Following::close);
    }

    /** @throws TooManyFollowers where there are as many as may be */
    public Following open(Interest interest, From from) {
        if (count.incrementAndGet() > limits.followers()) {
            count.decrementAndGet();
            throw new TooManyFollowers();
        }
        Follower follower = new Follower(this, past, interest, from);
        all.add(follower);
        return follower;
    }

    public int followers() {
        return count.get();
    }

    /** Ends all streams; later ones end at once. */
    public void close() {
        List<MonoSink<Void>> woken = new ArrayList<>();
        synchronized (this) {
            closed = true;
            all.forEach(follower -> wake(follower, woken));
        }
        woken.forEach(MonoSink::success);
    }

    // ---- what followers ask ----

    boolean isClosed() {
        return closed;
    }

    Turns catchUps() {
        return catchUps;
    }

    /** Whether a record of the past is void by what this gateway has read since, or up to {@code lookback} before it started. */
    synchronized boolean knowsAsVoid(SessionEvent event) {
        return floor.makesVoid(event);
    }

    /** How far this gateway has read; empty until it knows where it begins. */
    synchronized Positions read() {
        return read.copy();
    }

    synchronized Positions gone() {
        return log.gone().copy();
    }

    /** Those of the places behind which not all is held. */
    synchronized List<Place> notHeld(List<Place> places, Positions positions) {
        return places.stream()
                .filter(place -> positions.at(place) < log.gone().at(place))
                .toList();
    }

    /** From now on the follower reads what is held. @return false where it would miss something, because not all behind its positions is held */
    synchronized boolean join(Follower follower, List<Place> places, Positions positions) {
        if (!notHeld(places, positions).isEmpty()) return false;
        Channel channel = log.channel(follower.interest.channel());
        channel.followers.add(follower);
        follower.number = firstBehind(positions, channel);
        return true;
    }

    private long firstBehind(Positions positions, Channel channel) {
        for (int place = 0; place < channel.numbers.size(); place++) {
            long number = channel.numbers.get(place);
            if (positions.isBefore(log.get(number))) return number;
        }
        return log.next();
    }

    /** The next events of the follower's channel, whether it wants them or not. */
    synchronized Held held(Follower follower, List<Place> places, int most, long mostWeight) {
        Channel channel = log.channel(follower.interest.channel());
        if (channel.evicted >= follower.number) throw new FollowerTooSlow();
        List<SessionEvent> events = new ArrayList<>();
        long weight = 0;
        int at = channel.numbers.from(follower.number);
        while (at < channel.numbers.size() && events.size() < most && weight < mostWeight) {
            long number = channel.numbers.get(at++);
            SessionEvent event = log.get(number);
            events.add(event);
            weight += event.weight();
            follower.number = number + 1;
        }
        if (at < channel.numbers.size()) return new Held(events, null);
        return new Held(events, places.stream().mapToLong(read::at).toArray());
    }

    /** @param upTo how far all was read, by place; null where there is more */
    record Held(List<SessionEvent> events, long @Nullable [] upTo) {}

    /** Completes when the follower's channel has something that it has not seen. */
    Mono<Void> more(Follower follower) {
        return Mono.create(sink -> {
            synchronized (this) {
                Channel channel = log.channel(follower.interest.channel());
                boolean some = channel.numbers.from(follower.number) < channel.numbers.size();
                if (!closed && !some && channel.evicted < follower.number) {
                    follower.waiter = sink;
                    return;
                }
            }
            sink.success();
        });
    }

    /** The follower reads no more what is held. */
    synchronized void part(Follower follower) {
        log.leave(follower.interest.channel(), follower);
    }

    synchronized void leave(Follower follower) {
        if (!all.remove(follower)) return;
        part(follower);
        follower.waiter = null;
        count.decrementAndGet();
    }

    private static void wake(Follower follower, List<MonoSink<Void>> woken) {
        MonoSink<Void> waiter = follower.waiter;
        follower.waiter = null;
        if (waiter != null) woken.add(waiter);
    }
}
