package io.rookery.gateway.key;

import io.rookery.events.TenantId;
import io.rookery.gateway.GatewayProperties;
import io.rookery.gateway.access.ApiKey;
import io.rookery.gateway.access.ApiKeyFile;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.CallerDirectory;
import io.rookery.gateway.access.Role;
import io.rookery.gateway.config.ConfigStore;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The keys of the configuration and, where one is set, that of a file. */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

    @Bean
    ApiKeys apiKeys(ConfigStore store, InstantSource clock) {
        ApiKeys keys = new ApiKeys(clock);
        keys.follow(store);
        return keys;
    }

    /** The key of the file is an owner's: for automation, and the way back in where all others are lost. */
    @Bean
    @Primary
    CallerDirectory callers(GatewayProperties properties, ApiKeys keys) {
        if (!properties.hasApiKeyFile()) return keys;
        ApiKey fromFile = ApiKeyFile.read(properties.requiredApiKeyFile());
        return new KeyFromFile(
                fromFile, new Caller(Caller.OPERATORS_KEY, TenantId.DEFAULT, Role.OWNER, Set.of()), keys);
    }

    @Bean
    KeyManager keyManager(ApiKeys keys, ConfigStore store, InstantSource clock, GatewayProperties properties) {
        return new KeyManager(keys, store, clock, properties.hasApiKeyFile());
    }

    @Bean
    SmartInitializingSingleton firstKey(ConfigStore store, InstantSource clock, GatewayProperties properties) {
        return properties.hasApiKeyFile() ? () -> {} : new FirstKey(store, clock, System.out::println);
    }
}
