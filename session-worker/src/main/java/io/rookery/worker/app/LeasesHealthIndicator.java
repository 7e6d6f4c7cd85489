package io.rookery.worker.app;

import io.rookery.worker.recovery.Rebuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down while the lease store has no memory: this worker is alive, but nobody may claim anything. */
@Component("leasesHealthIndicator")
final class LeasesHealthIndicator implements HealthIndicator {
    private final Rebuilder rebuilder;

    LeasesHealthIndicator(Rebuilder rebuilder) {
        this.rebuilder = rebuilder;
    }

    @Override
    public Health health() {
        return rebuilder.storeRemembers()
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "the lease store has no memory yet")
                        .build();
    }
}
