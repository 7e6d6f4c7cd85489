package io.rookery.worker.session;

import io.rookery.events.Health;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is wrong with a session, by cause; the worst counts. Each cause is noted by whoever knows of it, and by nobody else. */
final class HealthBook {
    private final Map<String, Health> wrong = new TreeMap<>();

    /** @param cause a stable code */
    void note(String cause, Health how) {
        if (how == Health.HEALTHY) wrong.remove(cause);
        else wrong.put(cause, how);
    }

    void clear() {
        wrong.clear();
    }

    Health worst() {
        return wrong.values().stream().max(Comparator.naturalOrder()).orElse(Health.HEALTHY);
    }

    /** The worst first. */
    List<String> causes() {
        return wrong.entrySet().stream()
                .sorted(Map.Entry.<String, Health>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }
}
