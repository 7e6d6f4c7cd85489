package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which state of a profile came when: by epoch, then by generation. Its text sorts as it does, so the highest key in the store is the current profile. */
record ManifestKey(Epoch epoch, int generation) implements Comparable<ManifestKey> {
    private static final Pattern TEXT = Pattern.compile("(\\d{10})-(\\d{10})");

    ManifestKey {
        if (generation < 1) throw new IllegalArgumentException("generations start at 1, not " + generation);
    }

    static ManifestKey first(Epoch epoch) {
        return new ManifestKey(epoch, 1);
    }

    ManifestKey next() {
        return new ManifestKey(epoch, Math.addExact(generation, 1));
    }

    String text() {
        return "%010d-%010d".formatted(epoch.value(), generation);
    }

    /** Empty for what Rookery has not written. */
    static Optional<ManifestKey> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) return Optional.empty();
        long epoch = Long.parseLong(matcher.group(1));
        long generation = Long.parseLong(matcher.group(2));
        if (epoch > Integer.MAX_VALUE || generation < 1 || generation > Integer.MAX_VALUE) return Optional.empty();
        return Optional.of(new ManifestKey(new Epoch((int) epoch), (int) generation));
    }

    @Override
    public int compareTo(ManifestKey other) {
        int byEpoch = epoch.compareTo(other.epoch);
        return byEpoch != 0 ? byEpoch : Integer.compare(generation, other.generation);
    }
}
