package io.rookery.gateway.ops.kafka;

import io.rookery.events.kafka.TopicCatalog;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.gateway.GatewayProperties;
import io.rookery.startup.StartupFailure;
import io.rookery.startup.TopicProperties;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The topics, made and checked before anything reads or writes them. */
@Configuration(proxyBeanMethods = false)
class TopicsConfiguration {

    @Bean
    TopicSettings topics(KafkaProperties kafka, TopicProperties properties, GatewayProperties gateway) {
        TopicSettings settings = properties.settings();
        int timeout = (int) gateway.startTimeout().toMillis();
        Map<String, Object> config = new HashMap<>(kafka.buildAdminProperties());
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        try (Admin admin = Admin.create(config)) {
            new TopicCatalog(admin, settings, gateway.startTimeout()).prepare();
        } catch (TopicCatalog.TopicsUnusable e) {
            throw new StartupFailure("Kafka at " + kafka.getBootstrapServers() + ": " + e.getMessage());
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StartupFailure("Kafka can't be used (spring.kafka.*): " + cause.getMessage());
        }
        return settings;
    }
}
