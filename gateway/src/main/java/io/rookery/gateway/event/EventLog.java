package io.rookery.gateway.event;

import io.rookery.events.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest events of all sessions, numbered as they were read, and once more by session and by tenant; bounded in number and size. For one thread at a time. */
final class EventLog {
    private final @Nullable SessionEvent[] held;
    private final long maxWeight;
    private final Map<Object, Channel> channels = new HashMap<>();
    /** Up to here records are gone, or were never read. */
    private final Positions gone = new Positions();

    private long first;
    private long next;
    private long weight;

    EventLog(int maxEvents, long maxWeight) {
        this.held = new SessionEvent[maxEvents];
        this.maxWeight = maxWeight;
    }

    /** @param read the last offsets that are not held, by partition */
    void begin(Topic topic, long[] read) {
        gone.begin(topic, read);
    }

    Positions gone() {
        return gone;
    }

    /** The number of the first event that is held. */
    long first() {
        return first;
    }

    /** The number of the next event that comes. */
    long next() {
        return next;
    }

    Channel channel(Object name) {
        return channels.computeIfAbsent(name, ignored -> new Channel());
    }

    void leave(Object name, Follower follower) {
        Channel channel = channels.get(name);
        if (channel == null) return;
        channel.followers.remove(follower);
        if (channel.isUnused()) channels.remove(name);
    }

    /** @return the channels that it is told on */
    List<Channel> add(SessionEvent event) {
        if (next - first == held.length) evict();
        held[place(next)] = event;
        List<Channel> told = new ArrayList<>(2);
        for (Object name : names(event)) {
            Channel channel = channel(name);
            channel.numbers.add(next);
            told.add(channel);
        }
        next++;
        weight += event.weight();
        while (weight > maxWeight && next - first > 1) evict();
        return told;
    }

    SessionEvent get(long number) {
        SessionEvent event = held[place(number)];
        if (event == null) throw new IllegalStateException("event " + number + " is not held");
        return event;
    }

    private void evict() {
        SessionEvent oldest = get(first);
        held[place(first)] = null;
        weight -= oldest.weight();
        gone.raise(new Place(oldest.topic(), oldest.partition()), oldest.offset());
        for (Object name : names(oldest)) {
            Channel channel = channel(name);
            channel.evicted = channel.numbers.removeFirst();
            if (channel.isUnused()) channels.remove(name);
        }
        first++;
    }

    private static List<Object> names(SessionEvent event) {
        return List.of(event.session(), event.tenant());
    }

    private int place(long number) {
        return (int) (number % held.length);
    }
}
