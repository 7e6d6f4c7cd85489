package io.rookery.gateway.command;

import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.gateway.GatewayProperties;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CommandConfiguration {

    @Bean
    Outcomes outcomes(GatewayProperties properties) {
        return new Outcomes(properties.outcomes(), properties.outcomesFor());
    }

    @Bean
    Commands commands(CommandPublisher publisher, Outcomes outcomes, InstantSource clock, MeterRegistry metrics) {
        return new Commands(publisher, outcomes, clock, metrics);
    }
}
