package io.rookery.gateway.session.redis;

import io.lettuce.core.ClientOptions;
import io.rookery.gateway.GatewayProperties;
import io.rookery.gateway.StartupFailure;
import java.time.Duration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

@Configuration(proxyBeanMethods = false)
class SessionRecordsConfiguration {
    private static final Duration CALL = Duration.ofSeconds(1);

    /** A command that nobody waits for any more must not run after the reconnect. */
    @Bean
    LettuceClientOptionsBuilderCustomizer rejectWhileDisconnected() {
        return options -> options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
    }

    @Bean
    RedisSessionRecords sessionRecords(
            LettuceConnectionFactory connections, ReactiveStringRedisTemplate redis, GatewayProperties properties) {
        requireRedis(connections, redis, properties.startTimeout());
        return new RedisSessionRecords(redis, CALL);
    }

    private static void requireRedis(
            LettuceConnectionFactory connections, ReactiveStringRedisTemplate redis, Duration timeout) {
        try {
            redis.execute(ReactiveRedisConnection::ping).blockLast(timeout);
        } catch (RuntimeException e) {
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
            throw new StartupFailure("Redis at " + connections.getHostName() + ":" + connections.getPort()
                    + " can't be used: " + cause.getMessage());
        }
    }
}
