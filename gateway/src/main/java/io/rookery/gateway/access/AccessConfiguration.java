package io.rookery.gateway.access;

import io.rookery.gateway.GatewayProperties;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** How much comes in. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessProperties.class)
class AccessConfiguration {

    @Bean
    RequestBudgetFilter requestBudget(
            GatewayProperties properties, @Value("${spring.http.codecs.max-in-memory-size}") DataSize largestBody) {
        return new RequestBudgetFilter(properties.requestBudget(), largestBody);
    }
}
