package io.rookery.gateway.ops.redis;

import io.rookery.gateway.session.redis.RedisCalls;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WorkersConfiguration {

    @Bean
    RedisWorkers workers(RedisCalls calls) {
        return new RedisWorkers(calls);
    }

    @Bean
    RedisSessionLogging sessionLogging(RedisCalls calls) {
        return new RedisSessionLogging(calls);
    }
}
