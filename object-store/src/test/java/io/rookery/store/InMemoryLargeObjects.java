package io.rookery.store;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A store for tests, which can be away, and can break off. */
public final class InMemoryLargeObjects implements LargeObjects {
    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final ConcurrentHashMap<String, Duration> ages = new ConcurrentHashMap<>();
    private volatile boolean away;
    private volatile int breaksOffAfter = Integer.MAX_VALUE;

    public void away(boolean now) {
        away = now;
    }

    /** Each content that is opened from now on ends with an error where it is longer. */
    public void breakingOffAfter(int bytes) {
        breaksOffAfter = bytes;
    }

    /** An object has this age from now on; others have none. */
    public void aged(String key, Duration age) {
        ages.put(key, age);
    }

    /** What is stored; to be changed at will. */
    public ConcurrentSkipListMap<String, byte[]> objects() {
        return objects;
    }

    @Override
    public boolean create(String key, Path content) throws StoreUnavailable, IOException {
        byte[] bytes = Files.readAllBytes(content);
        requireThere(key);
        return objects.putIfAbsent(key, bytes) == null;
    }

    @Override
    public Optional<InputStream> open(String key) throws StoreUnavailable {
        requireThere(key);
        return Optional.ofNullable(objects.get(key))
                .map(content -> content.length <= breaksOffAfter
                        ? new ByteArrayInputStream(content)
                        : new BreakingOff(Arrays.copyOf(content, breaksOffAfter)));
    }

    @Override
    public Optional<byte[]> start(String key, int length) throws StoreUnavailable {
        requireThere(key);
        return Optional.ofNullable(objects.get(key))
                .map(content -> Arrays.copyOf(content, Math.min(length, content.length)));
    }

    @Override
    public List<String> olderThan(String prefix, Duration age, int most) throws StoreUnavailable {
        requireThere(prefix);
        return objects.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .filter(key -> ages.getOrDefault(key, Duration.ZERO).compareTo(age) > 0)
                .limit(most)
                .toList();
    }

    @Override
    public void delete(String key) throws StoreUnavailable {
        requireThere(key);
        objects.remove(key);
    }

    private void requireThere(String key) throws StoreUnavailable {
        if (away) throw new StoreUnavailable(key + ": away by order");
    }

    private static final class BreakingOff extends FilterInputStream {
        BreakingOff(byte[] content) {
            super(new ByteArrayInputStream(content));
        }

        @Override
        public int read() throws IOException {
            return there(super.read());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return there(super.read(buffer, offset, length));
        }

        private static int there(int read) throws IOException {
            if (read < 0) throw new IOException("broken off by order");
            return read;
        }
    }
}
