package io.rookery.worker.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often the watchdog may open a page anew: a cure that does not help must not become the disease. Three times an hour, and then every ten minutes. */
final class RecycleBudget {
    static final int FREE = 3;
    static final Duration WITHIN = Duration.ofHours(1);
    static final Duration APART = Duration.ofMinutes(10);

    private final HostContext host;
    private final Deque<Long> taken = new ArrayDeque<>();

    RecycleBudget(HostContext host) {
        this.host = host;
    }

    /** Whether it was too often of late. */
    boolean isSpent() {
        while (!taken.isEmpty() && host.now().monotonic() - taken.getFirst() >= WITHIN.toMillis()) taken.removeFirst();
        return taken.size() >= FREE;
    }

    boolean take() {
        if (isSpent() && host.now().monotonic() - taken.getLast() < APART.toMillis()) return false;
        taken.addLast(host.now().monotonic());
        return true;
    }
}
