package io.rookery.worker.app;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.TimeoutOptions;
import io.rookery.events.Topic;
import io.rookery.events.redis.RedisRequirements;
import io.rookery.startup.StartupFailure;
import io.rookery.worker.lease.LeaseTimes;
import io.rookery.worker.lease.redis.RedisLeaseStore;
import io.rookery.worker.lease.redis.RedisOrders;
import io.rookery.worker.lease.redis.RedisWorkerDirectory;
import java.time.Duration;
import java.util.Properties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** Redis: the lease store, and the list of workers. */
@Configuration(proxyBeanMethods = false)
class RedisConfiguration {

    /** A command that its caller has given up must not run after a reconnect. What Boot has set stays, its TLS above all. */
    @Bean
    LettuceClientConfigurationBuilderCustomizer rejectWhileDisconnected() {
        return builder -> builder.clientOptions(builder.build()
                .getClientOptions()
                .orElseGet(ClientOptions::create)
                .mutate()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(LeaseTimes.DEFAULT.call()))
                .build());
    }

    @Bean
    RedisLeaseStore leases(ReactiveStringRedisTemplate redis, WorkerProperties worker, StartChecks checks) {
        checks.begin(() -> RedisRequirements.unmet(info(redis, worker.startTimeout()))
                .ifPresent(reason -> {
                    throw new StartupFailure("Redis (spring.data.redis.url) can't be used: " + reason);
                }));
        Duration retention = Topic.COMMANDS.retention().orElseThrow();
        return new RedisLeaseStore(redis, LeaseTimes.DEFAULT, retention);
    }

    @Bean
    RedisWorkerDirectory workerDirectory(ReactiveStringRedisTemplate redis) {
        Duration threeSigns = LeaseTimes.DEFAULT.renewal().multipliedBy(3);
        return new RedisWorkerDirectory(redis, threeSigns, LeaseTimes.DEFAULT.call());
    }

    @Bean
    RedisOrders redisOrders(ReactiveStringRedisTemplate redis) {
        return new RedisOrders(redis, LeaseTimes.DEFAULT.call());
    }

    private static Properties info(ReactiveStringRedisTemplate redis, Duration timeout) {
        try {
            Properties info = redis.execute(
                            connection -> connection.serverCommands().info())
                    .blockFirst(timeout);
            return info == null ? new Properties() : info;
        } catch (RuntimeException e) { // the edge: Spring's, Lettuce's and Reactor's errors
            throw new StartupFailure("Redis (spring.data.redis.url) does not answer: " + root(e));
        }
    }

    private static String root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) cause = cause.getCause();
        return String.valueOf(cause.getMessage());
    }
}
