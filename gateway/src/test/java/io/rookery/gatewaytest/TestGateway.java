package io.rookery.gatewaytest;

import io.rookery.gateway.GatewayApplication;
import io.rookery.gateway.GatewayProperties;
import io.rookery.gateway.Told;
import io.rookery.gateway.event.EventFeed;
import io.rookery.gateway.event.PlayedPast;
import java.time.InstantSource;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** The whole gateway but its adapters: Kafka and Redis are played. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(GatewayProperties.class)
@ComponentScan(
        basePackages = "io.rookery.gateway",
        excludeFilters = {
            @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.(kafka|redis)\\..*"),
            @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = GatewayApplication.class)
        })
class TestGateway {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    /** The topics are empty at first. */
    @Bean
    ApplicationRunner partitions(EventFeed feed) {
        return ignored -> EventFeed.TOPICS.forEach(topic -> feed.startsAt(topic, new long[Told.PARTITIONS]));
    }

    @Bean
    PlayedKafka kafkaPlayed() {
        return new PlayedKafka();
    }

    @Bean
    PlayedConfig configPlayed() {
        return new PlayedConfig();
    }

    @Bean
    PlayedLimiter limiterPlayed() {
        return new PlayedLimiter();
    }

    @Bean
    PlayedAudit auditPlayed() {
        return new PlayedAudit();
    }

    @Bean
    PlayedPast pastPlayed() {
        return new PlayedPast();
    }

    @Bean
    PlayedWebhooks webhooksPlayed() {
        return new PlayedWebhooks();
    }

    @Bean
    PlayedWorkers workersPlayed() {
        return new PlayedWorkers();
    }

    @Bean
    PlayedRedis redisPlayed() {
        return new PlayedRedis();
    }

    @Bean
    PlayedRecoveries recoveriesPlayed() {
        return new PlayedRecoveries();
    }

    @Bean
    PlayedLogging loggingPlayed() {
        return new PlayedLogging();
    }
}
