package io.rookery.worker.simulation;

import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import io.rookery.worker.lease.InMemoryLeaseStore;
import io.rookery.worker.lease.LeaseTimes;
import java.util.List;
import java.util.Map;

/** The lease store as a server: its own clock, its losses of memory. */
final class SimRedis {
    private final World world;
    private final SimClock clock;
    private final InMemoryLeaseStore records;
    private int runs;

    SimRedis(World world, SimClock clock) {
        this.world = world;
        this.clock = clock;
        this.records = new InMemoryLeaseStore(LeaseTimes.DEFAULT, clock::wallMillis, world::on);
        records.elect("first").ifPresent(records::finish);
    }

    InMemoryLeaseStore records() {
        return records;
    }

    /** Whether it has its memory. */
    boolean isWhole() {
        return records.hasMemory();
    }

    boolean isLeased(Map<String, String> record) {
        return !String.valueOf(record.get("owner")).isEmpty()
                && Long.parseLong(record.getOrDefault("until", "0")) > clock.wallMillis();
    }

    /** What a worker's name stands beside. */
    List<SessionId> ownedBy(WorkerId worker) {
        return records.records().entrySet().stream()
                .filter(it -> String.valueOf(it.getValue().get("owner")).startsWith(worker + "/"))
                .map(Map.Entry::getKey)
                .toList();
    }

    void forget() {
        records.forget();
    }

    /** It stops a little later, with what it holds now as the last that it has saved. */
    void restartAfter(long micros) {
        var saved = records.contents();
        world.scheduler.at(micros, () -> {
            world.trace(() -> "REDIS    is back with what it had saved");
            records.restart(saved, "run-" + ++runs);
        });
    }
}
