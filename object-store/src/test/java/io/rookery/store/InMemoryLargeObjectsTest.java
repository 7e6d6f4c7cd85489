package io.rookery.store;

class InMemoryLargeObjectsTest extends LargeObjectsContract {
    private final LargeObjects large = new InMemoryLargeObjects();

    @Override
    protected LargeObjects large() {
        return large;
    }
}
