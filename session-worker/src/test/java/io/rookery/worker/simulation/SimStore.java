package io.rookery.worker.simulation;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The object store: epochs, which are create-only, and profiles, of which the highest manifest is the current one. */
final class SimStore {
    private record Manifest(Epoch epoch, int generation) implements Comparable<Manifest> {
        private static final Comparator<Manifest> ORDER =
                Comparator.comparing(Manifest::epoch).thenComparingInt(Manifest::generation);

        @Override
        public int compareTo(Manifest other) {
            return ORDER.compare(this, other);
        }
    }

    private final World world;
    private final Map<SessionId, TreeSet<Epoch>> epochs = new TreeMap<>();
    private final Map<SessionId, TreeMap<Manifest, Integer>> profiles = new TreeMap<>();

    SimStore(World world) {
        this.world = world;
    }

    Epoch highest(SessionId session) {
        TreeSet<Epoch> taken = epochs(session);
        return taken.isEmpty() ? Epoch.NONE : taken.last();
    }

    boolean create(SessionId session, Epoch epoch) {
        boolean created = epochs(session).add(epoch);
        world.trace(() -> "epoch %s of %s: %s".formatted(epoch, session, created ? "created" : "taken already"));
        return created;
    }

    /** What a destroy must not do. */
    void forgetEpochs(SessionId session) {
        epochs(session).clear();
    }

    private TreeSet<Epoch> epochs(SessionId session) {
        return epochs.computeIfAbsent(session, it -> new TreeSet<>());
    }

    /** The current profile's credential; 0 where there is none. */
    int current(SessionId session) {
        TreeMap<Manifest, Integer> mine = manifests(session);
        return mine.isEmpty() ? 0 : mine.lastEntry().getValue();
    }

    void store(SessionId session, Epoch epoch, int credential) {
        TreeMap<Manifest, Integer> mine = manifests(session);
        Manifest last = mine.floorKey(new Manifest(epoch, Integer.MAX_VALUE));
        int generation = last == null || !last.epoch().equals(epoch) ? 1 : last.generation() + 1;
        mine.put(new Manifest(epoch, generation), credential);
        world.trace(() -> "profile of %s stored: epoch %s, credential %d".formatted(session, epoch, credential));
    }

    private TreeMap<Manifest, Integer> manifests(SessionId session) {
        return profiles.computeIfAbsent(session, it -> new TreeMap<>());
    }
}
