package io.rookery.quickstart;

import io.rookery.quickstart.process.JavaCommand;
import io.rookery.quickstart.process.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One of our own Spring Boot programs that is started as a cluster's parts are, but is no part of one: unpacked, and on the cache of its classes where there is one. */
public final class QuickStart {
    private final Path unpacked;
    private final int heapMegabytes;
    private final StartCache cache;

    /** @param jar as it was built; it is unpacked beside itself */
    public QuickStart(Path jar, int heapMegabytes) {
        this.unpacked = UnpackedJar.of(jar.toAbsolutePath());
        this.heapMegabytes = heapMegabytes;
        this.cache = new StartCache(unpacked);
    }

    /** The command line, before the program's arguments. Safe for use by many threads. */
    public List<String> command() {
        return JavaCommand.jar(unpacked, heapMegabytes, cache.flags());
    }

    /**
     * Sees to the cache, which takes about 20 CPU seconds where there is none yet.
     *
     * @param arguments with which the program starts and gets in nobody's way
     * @return whether there is one when this returns; without it starts are slower
     */
    public boolean rehearse(List<String> arguments, Duration patience) {
        cache.rehearse(heapMegabytes, Map.of(), scratch -> arguments);
        Wait.until(patience, () -> !cache.isInWork());
        return cache.exists();
    }
}
