package io.rookery.worker.simulation;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Simulated time, in microseconds, and what happens when. What is due at the same moment happens in the order in which it was asked for. One thread at a time uses it. */
final class Scheduler {
    private record Event(long time, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(time, other.time);
            return byTime == 0 ? Long.compare(number, other.number) : byTime;
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long number;
    private long steps;
    private @Nullable Coroutine current;

    long now() {
        return now;
    }

    /** How many events have happened. */
    long steps() {
        return steps;
    }

    void at(long delay, Runnable action) {
        events.add(new Event(now + Math.max(0, delay), number++, action));
    }

    /** The next event. @return false where there is none */
    boolean step() {
        Event next = events.poll();
        if (next == null) return false;
        now = next.time;
        steps++;
        next.action.run();
        return true;
    }

    /** The blocking code that runs now. */
    Coroutine current() {
        if (current == null) throw new IllegalStateException("only blocking code may wait");
        return current;
    }

    /** Lets blocking code run until it waits or ends. */
    void run(Coroutine coroutine) {
        Coroutine before = current;
        current = coroutine;
        try {
            coroutine.resume();
        } finally {
            current = before;
        }
    }
}
