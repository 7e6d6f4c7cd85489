package io.rookery.simulator.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a fault says of one number, or of all of them, until it is taken back or its time is over. */
final class PerNumber<T> {

    private static final String ALL = "*";

    private record Entry<T>(T value, Runnable cancel) {}

    private final Timers timers;
    private final Map<String, Entry<T>> entries = new HashMap<>();

    PerNumber(Timers timers) {
        this.timers = timers;
    }

    /** Replaces what was said before. A null number stands for all that have nothing of their own. */
    void set(@Nullable String number, T value) {
        clear(number);
        entries.put(key(number), new Entry<>(value, () -> {}));
    }

    /** The same, for a while; {@code afterwards} runs when that is over, and not where it is taken back before. */
    void set(@Nullable String number, T value, Duration lasts, Runnable afterwards) {
        clear(number);
        Runnable cancel = timers.after(lasts, () -> {
            entries.remove(key(number));
            afterwards.run();
        });
        entries.put(key(number), new Entry<>(value, cancel));
    }

    void clear(@Nullable String number) {
        Entry<T> old = entries.remove(key(number));
        if (old != null) {
            old.cancel().run();
        }
    }

    Optional<T> of(String number) {
        Entry<T> own = entries.get(number);
        Entry<T> found = own == null ? entries.get(ALL) : own;
        return Optional.ofNullable(found).map(Entry::value);
    }

    private static String key(@Nullable String number) {
        return number == null ? ALL : number;
    }
}
