package io.rookery.worker.lease.redis;

import io.rookery.quickstart.RedisServer;
import io.rookery.worker.lease.LeaseRecovery;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreContract;
import io.rookery.worker.lease.LeaseTimes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** The scripts on a real Redis. */
class RedisLeaseStoreIT extends LeaseStoreContract {
    private static RedisServer redis;
    private static LettuceConnectionFactory connections;
    private static ReactiveStringRedisTemplate template;
    private static RedisLeaseStore store;

    @BeforeAll
    static void start(@TempDir Path directory) {
        redis = new RedisServer(directory);
        redis.start();
        URI url = URI.create(redis.url());
        var configuration = new RedisStandaloneConfiguration(url.getHost(), url.getPort());
        configuration.setPassword(url.getUserInfo().substring(1));
        connections = new LettuceConnectionFactory(configuration);
        connections.afterPropertiesSet();
        connections.start();
        template = new ReactiveStringRedisTemplate(connections);
        store = new RedisLeaseStore(
                new Scripts(template, Duration.ofSeconds(30)), LeaseTimes.DEFAULT, Duration.ofDays(7));
    }

    @AfterAll
    static void stop() {
        connections.destroy();
        redis.stop();
    }

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
        template.execute(connection -> connection.serverCommands().flushAll()).blockLast();
    }

    @Override
    protected void expireLeases() {
        for (String session : Objects.requireNonNull(template.opsForZSet()
                .range("rookery:leases", Range.unbounded())
                .collectList()
                .block())) {
            template.opsForHash()
                    .put("rookery:session:" + session, "until", "1")
                    .block();
            template.opsForZSet().add("rookery:leases", session, 1).block();
        }
    }
}
