package io.rookery.gateway.session.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.rookery.events.redis.RedisRequirements;
import io.rookery.gateway.GatewayProperties;
import io.rookery.gateway.RedisProperties;
import io.rookery.gateway.StartupFailure;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.Properties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SessionRecordsConfiguration {
    private static final Duration CALL = Duration.ofMillis(500);

    @Bean(destroyMethod = "shutdown")
    ClientResources redisThreads() {
        return DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
    }

    /** While Redis is away a command is refused at once: one that nobody waits for any more must not run after the reconnect. */
    @Bean(destroyMethod = "shutdown")
    RedisClient redisClient(RedisProperties redis, GatewayProperties gateway, ClientResources threads) {
        RedisURI uri = RedisURI.create(redis.url());
        uri.setTimeout(gateway.startTimeout());
        uri.setClientName("rookery-gateway");
        RedisClient client = RedisClient.create(threads, uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofSeconds(2))
                        .build())
                .build());
        return client;
    }

    @Bean
    StatefulRedisConnection<String, String> redisConnection(RedisClient client, RedisProperties redis) {
        try {
            StatefulRedisConnection<String, String> connection = client.connect();
            RedisRequirements.unmet(info(connection)).ifPresent(reason -> {
                throw new StartupFailure("Redis at " + redis.place() + " can't be used: " + reason);
            });
            return connection;
        } catch (RedisException e) {
            Throwable cause = e;
            while (cause.getCause() != null) cause = cause.getCause();
            throw new StartupFailure("Redis at " + redis.place() + " can't be used: " + cause.getMessage());
        }
    }

    /** {@code INFO} has the form of a properties file. */
    private static Properties info(StatefulRedisConnection<String, String> connection) {
        Properties info = new Properties();
        try {
            info.load(new StringReader(connection.sync().info()));
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupFailure("Redis describes itself in an unknown form (INFO)");
        }
        return info;
    }

    @Bean
    RedisCalls redisCalls(StatefulRedisConnection<String, String> connection) {
        return new RedisCalls(connection.reactive(), CALL, System::nanoTime);
    }

    @Bean
    RedisSessionRecords sessionRecords(RedisCalls calls) {
        return new RedisSessionRecords(calls);
    }

    @Bean
    RedisUserSessions userSessions(RedisCalls calls, RedisSessionRecords records) {
        return new RedisUserSessions(calls, records);
    }
}
