package io.rookery.worker.session;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.LeaseRecovery;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import io.rookery.worker.lease.LeaseTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the leases of all sessions of this worker in one call. Validity counts from before the call was sent, so an answer that is late grants no more than it may. */
public final class LeaseKeeper {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final LeaseStore leases;
    private final LeaseRecovery recovery;
    private final LeaseTimes times;
    private final Supplier<? extends Collection<? extends Leased>> hosts;
    private final LongSupplier monotonic;
    private final Timer renewals;
    private final MeterRegistry metrics;

    /** What holds a lease: one session on this worker. */
    public interface Leased {
        /** The lease as it is renewed now; null where there is none yet, or none any more. */
        LeaseStore.@Nullable Renewal renewal();

        /** @param validUntil on the monotonic clock, counted from before the call was sent */
        void renewed(long validUntil);

        void leaseLost();
    }

    public LeaseKeeper(
            LeaseStore leases,
            LeaseRecovery recovery,
            LeaseTimes times,
            Supplier<? extends Collection<? extends Leased>> hosts,
            LongSupplier monotonic,
            MeterRegistry metrics) {
        this.leases = leases;
        this.recovery = recovery;
        this.times = times;
        this.hosts = hosts;
        this.monotonic = monotonic;
        this.metrics = metrics;
        this.renewals = Timer.builder("rookery.lease.renewal")
                .description("One call that renews all leases of this worker")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(500_000))
                .maximumExpectedValue(times.call())
                .register(metrics);
    }

    private record Held(Leased host, LeaseStore.Renewal renewal) {}

    /** One round. Blocks up to the call time-out. @return whether every lease was asked for */
    public boolean renew() {
        List<Held> held = new ArrayList<>();
        for (Leased host : hosts.get()) {
            LeaseStore.Renewal renewal = host.renewal();
            if (renewal != null) held.add(new Held(host, renewal));
        }
        if (held.isEmpty()) return true;
        long sent = monotonic.getAsLong();
        long began = System.nanoTime();
        try {
            List<Boolean> answers =
                    leases.renew(held.stream().map(Held::renewal).toList());
            renewals.record(Duration.ofNanos(System.nanoTime() - began));
            long validUntil = sent + times.localValidity().toMillis();
            for (int i = 0; i < held.size(); i++) {
                count(answers.get(i) ? "renewed" : "lost");
                if (answers.get(i)) held.get(i).host().renewed(validUntil);
                else held.get(i).host().leaseLost();
            }
            return true;
        } catch (Amnesia e) {
            count("amnesia");
            register(held);
        } catch (LeaseStoreUnavailable e) {
            count("unavailable");
            log.atWarn().addKeyValue("cause", e.getMessage()).log("the leases were not renewed");
        }
        return false;
    }

    /** [register] Owners put themselves back while the store rebuilds its memory. */
    private void register(List<Held> held) {
        log.atWarn().addKeyValue("sessions", held.size()).log("the lease store has lost its memory; registering");
        for (Held one : held) {
            try {
                recovery.register(
                        one.renewal().session(),
                        one.renewal().token(),
                        one.renewal().epoch());
            } catch (LeaseStoreUnavailable e) {
                return; // the next round tries again
            }
        }
    }

    private void count(String result) {
        metrics.counter("rookery.lease.renewals", "result", result).increment();
    }
}
