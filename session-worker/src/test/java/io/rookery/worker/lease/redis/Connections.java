package io.rookery.worker.lease.redis;

import io.rookery.quickstart.RedisServer;
import java.net.URI;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Connections to a Redis of the tests; to be destroyed by whoever asks for them. */
public final class Connections {
    private Connections() {}

    public static LettuceConnectionFactory to(RedisServer redis) {
        URI url = URI.create(redis.url());
        var configuration = new RedisStandaloneConfiguration(url.getHost(), url.getPort());
        configuration.setPassword(redis.password());
        var connections = new LettuceConnectionFactory(configuration);
        connections.afterPropertiesSet();
        connections.start();
        return connections;
    }
}
