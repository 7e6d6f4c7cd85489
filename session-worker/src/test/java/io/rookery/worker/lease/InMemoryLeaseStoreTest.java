package io.rookery.worker.lease;

import java.util.concurrent.atomic.AtomicLong;

/** The fake does what the scripts do. */
class InMemoryLeaseStoreTest extends LeaseStoreContract {
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final InMemoryLeaseStore store = new InMemoryLeaseStore(LeaseTimes.DEFAULT, now::get);

    @Override
    protected LeaseStore store() {
        return store;
    }

    @Override
    protected LeaseRecovery recovery() {
        return store;
    }

    @Override
    protected void forget() {
        store.forget();
    }

    @Override
    protected void expireLeases() {
        now.addAndGet(LeaseTimes.DEFAULT.ttl().toMillis());
    }
}
