package io.rookery.gateway.webhook.store;

import io.rookery.gateway.media.GatewayMasterKeys;
import io.rookery.gateway.webhook.SecretSeal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SealConfiguration {

    @Bean
    SecretSeal secretSeal(GatewayMasterKeys keys) {
        return new MasterKeySeal(keys.orNull());
    }
}
