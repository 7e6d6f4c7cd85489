package io.rookery.gateway.limit;

import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.gateway.key.KeyLimit;
import io.rookery.gateway.key.KeyLimits;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
class LimitConfiguration {

    @Bean
    RateLimitFilter rateLimit(RateLimiter limiter, KeyLimits own, LimitProperties limits, MeterRegistry metrics) {
        Optional<KeyLimit> common = limits.perSecond() == 0
                ? Optional.empty()
                : Optional.of(new KeyLimit(limits.perSecond(), limits.burst()));
        return new RateLimitFilter(limiter, own, common, metrics);
    }

    @Bean
    BodyTimeFilter bodyTime(LimitProperties limits) {
        return new BodyTimeFilter(limits.bodyTimeout());
    }
}
