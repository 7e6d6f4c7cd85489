package io.rookery.gateway.recovery.redis;

import io.rookery.gateway.session.redis.RedisCalls;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RecoveriesConfiguration {
    @Bean
    RedisRecoveries recoveries(RedisCalls calls) {
        return new RedisRecoveries(calls);
    }
}
