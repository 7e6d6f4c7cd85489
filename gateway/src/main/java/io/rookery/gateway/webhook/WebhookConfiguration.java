package io.rookery.gateway.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.gateway.config.ConfigStore;
import io.rookery.http.OutboundHttp;
import io.rookery.startup.StartupFailure;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookConfiguration {

    @Bean
    Webhooks webhooks(ConfigStore config, SecretSeal seal, InstantSource clock, WebhookProperties properties) {
        return new Webhooks(config, seal, clock, properties.perTenant());
    }

    @Bean
    Targets webhookTargets(WebhookProperties properties) {
        return new Targets(http(properties), properties.allowHttp());
    }

    @Bean
    TestEvent testEvent(Webhooks webhooks, WebhookProperties properties, InstantSource clock) {
        return new TestEvent(webhooks, properties, clock);
    }

    @Bean(destroyMethod = "close")
    WebhookThreads webhookThreads() {
        return new WebhookThreads();
    }

    @Bean
    Endpoints endpoints(
            ConfigStore config,
            Webhooks webhooks,
            EventReaders readers,
            DeadLetters deadLetters,
            DeliveryLog deliveries,
            WebhookProperties properties,
            MeterRegistry registry,
            InstantSource clock) {
        return new Endpoints(config, webhooks, readers, deadLetters, deliveries, properties, registry, clock);
    }

    /** A setting that can't be used ends the start, not the first web hook. */
    private static OutboundHttp http(WebhookProperties properties) {
        try {
            var unused = properties.limits();
            return new OutboundHttp(properties.http());
        } catch (IllegalArgumentException e) {
            throw new StartupFailure("rookery.webhooks can't be used: " + e.getMessage());
        }
    }
}
