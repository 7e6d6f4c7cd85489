package io.rookery.worker.profile.crash;

import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Names a step before and after each call, such as {@code put files 2 before}. */
final class SteppingObjectStore implements ObjectStore {
    private final ObjectStore store;
    private final Consumer<String> steps;
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    SteppingObjectStore(ObjectStore store, Consumer<String> steps) {
        this.store = store;
        this.steps = steps;
    }

    private interface Call<T, X extends Exception> {
        T make() throws StoreUnavailable, X;
    }

    private <T, X extends Exception> T step(String call, String key, Call<T, X> made) throws StoreUnavailable, X {
        String kind = call + ' ' + key.split("/")[2];
        String name = kind
                + ' '
                + calls.computeIfAbsent(kind, ignored -> new AtomicInteger()).incrementAndGet();
        steps.accept(name + " before");
        T answer = made.make();
        steps.accept(name + " after");
        return answer;
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreUnavailable {
        return this.<Optional<byte[]>, RuntimeException>step("get", key, () -> store.get(key));
    }

    @Override
    public boolean get(String key, Path target) throws StoreUnavailable, IOException {
        return this.<Boolean, IOException>step("get", key, () -> store.get(key, target));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws StoreUnavailable {
        return this.<Boolean, RuntimeException>step("create", key, () -> store.putIfAbsent(key, content));
    }

    @Override
    public void put(String key, List<byte[]> parts) throws StoreUnavailable {
        this.<Boolean, RuntimeException>step("put", key, () -> {
            store.put(key, parts);
            return true;
        });
    }

    @Override
    public void put(String key, Path content) throws StoreUnavailable, IOException {
        this.<Boolean, IOException>step("put", key, () -> {
            store.put(key, content);
            return true;
        });
    }

    @Override
    public List<String> list(String prefix) throws StoreUnavailable {
        return this.<List<String>, RuntimeException>step("list", prefix, () -> store.list(prefix));
    }

    @Override
    public List<String> groups(String prefix) throws StoreUnavailable {
        return this.<List<String>, RuntimeException>step("groups", prefix, () -> store.groups(prefix));
    }

    @Override
    public void delete(String key) throws StoreUnavailable {
        this.<Boolean, RuntimeException>step("delete", key, () -> {
            store.delete(key);
            return true;
        });
    }
}
