package io.rookery.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store for tests, in which any call can be made to fail, before or after it took effect. */
public final class InMemoryObjectStore implements ObjectStore {
    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final AtomicInteger puts = new AtomicInteger();
    private volatile Fault before = (call, key) -> {};
    private volatile Fault after = (call, key) -> {};
    private volatile boolean repeating;

    public enum Call {
        GET,
        PUT_IF_ABSENT,
        PUT,
        LIST,
        DELETE
    }

    /** Looks at a call, and throws where it shall fail. */
    @FunctionalInterface
    public interface Fault {
        void at(Call call, String key) throws StoreUnavailable;
    }

    /** Runs before each call takes effect. */
    public void before(Fault fault) {
        before = fault;
    }

    /** Runs after each call took effect: where it throws, the answer is lost. */
    public void after(Fault fault) {
        after = fault;
    }

    /** As a client that repeats a creation whose first answer got lost. */
    public void repeatingCreations() {
        repeating = true;
    }

    public void healed() {
        before((call, key) -> {});
        after((call, key) -> {});
    }

    public static Fault failing(Call failing, String part) {
        return (call, key) -> {
            if (call == failing && key.contains(part)) throw new StoreUnavailable(call + " " + key + " fails by order");
        };
    }

    public List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    /** How many files were sent. */
    public int puts() {
        return puts.get();
    }

    public void replace(String key, byte[] content) {
        objects.put(key, content);
    }

    public void remove(String key) {
        objects.remove(key);
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreUnavailable {
        before.at(Call.GET, key);
        byte[] content = objects.get(key);
        after.at(Call.GET, key);
        return content == null ? Optional.empty() : Optional.of(content.clone());
    }

    @Override
    public boolean get(String key, Path target) throws StoreUnavailable, IOException {
        Optional<byte[]> content = get(key);
        if (content.isPresent()) Files.write(target, content.get());
        return content.isPresent();
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws StoreUnavailable {
        before.at(Call.PUT_IF_ABSENT, key);
        boolean created = objects.putIfAbsent(key, content.clone()) == null && !repeating;
        after.at(Call.PUT_IF_ABSENT, key);
        return created;
    }

    @Override
    public void put(String key, Path content) throws StoreUnavailable, IOException {
        put(key, List.of(Files.readAllBytes(content)));
    }

    @Override
    public void put(String key, List<byte[]> parts) throws StoreUnavailable {
        before.at(Call.PUT, key);
        var content = new ByteArrayOutputStream();
        parts.forEach(content::writeBytes);
        objects.put(key, content.toByteArray());
        puts.incrementAndGet();
        after.at(Call.PUT, key);
    }

    @Override
    public List<String> list(String prefix) throws StoreUnavailable {
        before.at(Call.LIST, prefix);
        List<String> keys = new ArrayList<>(
                objects.subMap(prefix, true, prefix + Character.MAX_VALUE, true).keySet());
        after.at(Call.LIST, prefix);
        return keys;
    }

    @Override
    public List<String> groups(String prefix) throws StoreUnavailable {
        return list(prefix).stream()
                .map(key -> key.substring(prefix.length()))
                .filter(rest -> rest.indexOf('/') >= 0)
                .map(rest -> rest.substring(0, rest.indexOf('/')))
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public void delete(String key) throws StoreUnavailable {
        before.at(Call.DELETE, key);
        objects.remove(key);
        after.at(Call.DELETE, key);
    }
}
