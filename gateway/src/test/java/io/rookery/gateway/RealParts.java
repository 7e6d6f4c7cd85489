package io.rookery.gateway;

import io.rookery.quickstart.KafkaBroker;
import io.rookery.quickstart.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real broker and a real Redis, as children of the tests. */
final class RealParts implements AutoCloseable {
    static final String KEY = "a-key-for-the-tests";
    final KafkaBroker kafka;
    final RedisServer redis;
    private final Path keyFile;

    RealParts(Path directory) throws IOException {
        kafka = new KafkaBroker(directory.resolve("kafka"));
        redis = new RedisServer(directory.resolve("redis"));
        keyFile = Files.writeString(directory.resolve("key"), KEY + "\n");
        kafka.start();
        redis.start();
    }

    /** What a gateway must be told to use them, on free ports. */
    List<String> arguments() {
        return List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--rookery.gateway.start-timeout=60s",
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--spring.data.redis.url=" + redis.url(),
                "--rookery.gateway.api-key-file=" + keyFile,
                "--rookery.topics.command-partitions=4",
                "--rookery.topics.event-partitions=2",
                "--rookery.topics.replication=1",
                "--rookery.topics.min-insync-replicas=1");
    }

    @Override
    public void close() {
        kafka.close();
        redis.close();
    }
}
