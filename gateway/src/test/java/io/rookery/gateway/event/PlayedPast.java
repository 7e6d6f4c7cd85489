package io.rookery.gateway.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The topics in memory: what was written there, from where it is kept. Answers at once, a few events at a time; can be away. */
public final class PlayedPast implements PastEvents {
    private static final int MOST = 3;
    private final Map<Place, List<SessionEvent>> written = new HashMap<>();
    private final Map<Place, Long> kept = new HashMap<>();
    public volatile boolean away;
    private int asked;

    public synchronized SessionEvent write(SessionEvent event) {
        written.computeIfAbsent(new Place(event.topic(), event.partition()), ignored -> new ArrayList<>())
                .add(event);
        return event;
    }

    /** Deletes what stands there up to this offset. */
    public synchronized void delete(Place place, long upTo) {
        kept.put(place, upTo + 1);
        at(place).removeIf(event -> event.offset() <= upTo);
    }

    public synchronized int asked() {
        return asked;
    }

    @Override
    public synchronized CompletableFuture<Map<Place, Bounds>> bounds(Collection<Place> places) {
        if (away) return CompletableFuture.failedFuture(new IllegalStateException("played"));
        Map<Place, Bounds> bounds = new HashMap<>();
        for (Place place : places) {
            long first = kept.getOrDefault(place, 0L);
            long end = at(place).isEmpty() ? first : at(place).getLast().offset() + 1;
            bounds.put(place, new Bounds(first, end));
        }
        return CompletableFuture.completedFuture(bounds);
    }

    @Override
    public synchronized CompletableFuture<Page> read(Map<Place, Long> behind) {
        if (away) return CompletableFuture.failedFuture(new IllegalStateException("played"));
        asked++;
        List<SessionEvent> events = new ArrayList<>();
        Map<Place, Long> upTo = new HashMap<>();
        Set<Place> deleted = new HashSet<>();
        behind.forEach((place, offset) -> {
            long first = kept.getOrDefault(place, 0L);
            if (offset + 1 < first) {
                deleted.add(place);
                upTo.put(place, first - 1);
                return;
            }
            List<SessionEvent> some = at(place).stream()
                    .filter(event -> event.offset() > offset)
                    .limit(MOST)
                    .toList();
            events.addAll(some);
            upTo.put(place, some.isEmpty() ? offset : some.getLast().offset());
        });
        return CompletableFuture.completedFuture(new Page(events, upTo, deleted));
    }

    private List<SessionEvent> at(Place place) {
        return written.computeIfAbsent(place, ignored -> new ArrayList<>());
    }
}
