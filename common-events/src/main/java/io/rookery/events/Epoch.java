package io.rookery.events;

/** The fencing epoch of a session: every claim takes a higher one, and whoever has seen epoch n drops everything of a lower one. 0 means "never owned". */
public record Epoch(int value) implements Comparable<Epoch> {
    public static final Epoch NONE = new Epoch(0);

    public Epoch {
        if (value < 0) throw new InvalidValue("epoch", "must not be negative");
    }

    public Epoch next() {
        return new Epoch(Math.addExact(value, 1));
    }

    public boolean isBelow(Epoch other) {
        return value < other.value;
    }

    public static Epoch max(Epoch a, Epoch b) {
        return a.value >= b.value ? a : b;
    }

    @Override
    public int compareTo(Epoch other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
