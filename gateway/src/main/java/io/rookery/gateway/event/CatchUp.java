package io.rookery.gateway.event;

import io.rookery.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One stream's reading of what memory does not hold any more: first it waits for its turn, then it asks what Kafka has, then it reads until nothing is missing. Where Kafka does not answer, it asks
 * again. For one thread at a time.
 *
 * <p>The {@linkplain ReaderFloor reader's rule} needs the epochs that were seen before the stream's place. Reading begins a little before it; and what this gateway has read itself says where each
 * session's newest epoch begins, however many records of others lie between. A record that is void comes within seconds of the fence, because that is how long a worker's producer tries. So what
 * could be told though it is void lies behind a place from before this gateway's time, more than {@value #RECORDS_BEFORE} records behind a fence, and was written within those seconds.
 */
final class CatchUp {
    private static final int RECORDS_BEFORE = 100;
    private static final int REMEMBERED_SESSIONS = 10_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PastEvents past;
    private final Turns turns;
    private final List<Place> places;
    private final Predicate<SessionEvent> knownAsVoid;
    private final ReaderFloor floor = new ReaderFloor(REMEMBERED_SESSIONS);
    private final Map<Place, Long> behind = new HashMap<>();
    private final CompletableFuture<Void> turn;
    private CompletableFuture<Void> pause = CompletableFuture.completedFuture(null);
    private @Nullable CompletableFuture<Map<Place, PastEvents.Bounds>> bounds;
    private @Nullable CompletableFuture<PastEvents.Page> page;
    private boolean begun;

    /**
     * What is to be done next.
     *
     * @param corrected positions that are not as the stream thought, because Kafka has deleted what is behind them, or never had it
     * @param gap whether something may be missing therefore
     * @param upTo how far all was read
     * @param mayJoin whether there was progress
     */
    record Found(
            Map<Place, Long> corrected,
            boolean gap,
            List<SessionEvent> events,
            Map<Place, Long> upTo,
            boolean mayJoin) {
        static final Found NOTHING = new Found(Map.of(), false, List.of(), Map.of(), false);
    }

    /** @param knownAsVoid what the gateway knows of the past */
    CatchUp(PastEvents past, Turns turns, List<Place> places, Predicate<SessionEvent> knownAsVoid) {
        this.knownAsVoid = knownAsVoid;
        this.past = past;
        this.turns = turns;
        this.places = places;
        this.turn = turns.next();
    }

    /** What keeps it from going on; null where nothing does. */
    @Nullable CompletableFuture<?> waiting() {
        if (!turn.isDone()) return turn;
        if (!pause.isDone()) return pause;
        return begun ? page : bounds;
    }

    /**
     * Goes on; never waits.
     *
     * @param positions of the stream
     * @param missing places behind which not all is held
     */
    Found take(Positions positions, List<Place> missing) {
        if (!turn.isDone() || !pause.isDone()) return Found.NOTHING;
        return begun ? read(missing) : begin(positions);
    }

    void close() {
        turns.done(turn);
    }

    private Found begin(Positions positions) {
        if (bounds == null) bounds = past.bounds(places);
        if (!bounds.isDone()) return Found.NOTHING;
        if (bounds.isCompletedExceptionally()) {
            bounds = null;
            pause();
            return Found.NOTHING;
        }
        begun = true;
        Map<Place, Long> corrected = new HashMap<>();
        boolean gap = false;
        for (var known : bounds.join().entrySet()) {
            Place place = known.getKey();
            long first = known.getValue().first();
            long end = known.getValue().end();
            long position = positions.at(place);
            if (position + 1 < first) corrected.put(place, first - 1);
            if (position + 1 > end) corrected.put(place, end - 1);
            gap |= position + 1 > end || position + 1 < first && isMissed(place);
            behind.put(place, Math.max(first - 1, corrected.getOrDefault(place, position) - RECORDS_BEFORE));
        }
        return new Found(corrected, gap, List.of(), Map.of(), true);
    }

    private Found read(List<Place> missing) {
        if (page == null) {
            if (missing.isEmpty()) return new Found(Map.of(), false, List.of(), Map.of(), true);
            Map<Place, Long> from = new HashMap<>(behind);
            from.keySet().retainAll(missing);
            page = past.read(from);
        }
        if (!page.isDone()) return Found.NOTHING;
        CompletableFuture<PastEvents.Page> done = page;
        page = null;
        if (done.isCompletedExceptionally()) {
            pause();
            return Found.NOTHING;
        }
        return found(done.join());
    }

    private Found found(PastEvents.Page read) {
        List<SessionEvent> events = new ArrayList<>();
        for (SessionEvent event : read.events()) if (floor.passes(event) && !knownAsVoid.test(event)) events.add(event);
        behind.putAll(read.upTo());
        Map<Place, Long> corrected = new HashMap<>(read.upTo());
        corrected.keySet().retainAll(read.deleted());
        boolean gap = read.deleted().stream().anyMatch(CatchUp::isMissed);
        return new Found(corrected, gap, events, read.upTo(), true);
    }

    /** A code that Kafka has deleted could not be used for long: nobody misses it. */
    private static boolean isMissed(Place place) {
        return place.topic() != Topic.QR;
    }

    private void pause() {
        pause = new CompletableFuture<Void>().completeOnTimeout(null, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
