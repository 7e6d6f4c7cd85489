package io.rookery.worker.app;

import io.rookery.quickstart.Cluster;
import io.rookery.quickstart.KafkaBroker;
import io.rookery.quickstart.MasterKeyFile;
import io.rookery.quickstart.RedisServer;
import io.rookery.quickstart.S3Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One real Kafka, Redis and store for all tests of this JVM, each started by the first who needs it. What shares them has topics, a database and a bucket of its own. */
final class Backends {
    private static final AtomicInteger SHARES = new AtomicInteger();

    private static final class Started {
        static final KafkaBroker KAFKA = new KafkaBroker(directory("kafka"));
        static final RedisServer REDIS = new RedisServer(directory("redis"));

        static {
            stopAtTheEnd(KAFKA::stop);
            stopAtTheEnd(REDIS::stop);
        }
    }

    private static final class StartedStore {
        static final S3Store STORE = new S3Store(directory("s3"));

        static {
            stopAtTheEnd(STORE::stop);
        }
    }

    private Backends() {}

    private static Path directory(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "backends")), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stopAtTheEnd(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(stop));
    }

    static KafkaBroker kafka() {
        Started.KAFKA.start();
        return Started.KAFKA;
    }

    /** A test may have stopped it: it runs again. */
    static S3Store store() {
        StartedStore.STORE.start();
        return StartedStore.STORE;
    }

    /** A name that no other test has; its number is that of a database, of which Redis has 16. */
    static String newName() {
        return "test" + SHARES.incrementAndGet();
    }

    /**
     * A worker's settings for a share of them all that nobody else has.
     *
     * @param name see {@link #newName}
     * @param keys where the master key shall be
     */
    static Map<String, String> settings(String name, Path keys) {
        Started.REDIS.start();
        Map<String, String> settings = new HashMap<>(Cluster.backendSettings(kafka(), Started.REDIS));
        settings.putAll(Cluster.storeSettings(store(), MasterKeyFile.in(keys)));
        settings.put("rookery.topics.prefix", name + ".");
        settings.put("rookery.store.bucket", name);
        settings.put("spring.data.redis.url", Started.REDIS.url() + "/" + name.substring("test".length()));
        return settings;
    }
}
