package io.rookery.gateway.limit.redis;

import io.rookery.gateway.limit.LimitProperties;
import io.rookery.gateway.session.redis.RedisCalls;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RateLimiterConfiguration {

    @Bean
    RedisRateLimiter rateLimiter(RedisCalls calls, LimitProperties limits) {
        return new RedisRateLimiter(calls.commands(), limits.patience(), System::nanoTime);
    }
}
