package io.rookery.gateway.access;

import io.rookery.events.TenantId;
import io.rookery.gateway.GatewayProperties;
import io.rookery.gateway.StartupFailure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Who comes in, and how much. Without a good API key there is no gateway. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    CallerDirectory callers(GatewayProperties properties) {
        Path file = properties.apiKeyFile();
        if (file == null) throw new StartupFailure("rookery.gateway.api-key-file is not set");
        ApiKey key = ApiKeyFile.read(file);
        Caller owner = new Caller("file", TenantId.DEFAULT, Role.OWNER, Set.of());
        return secret -> key.matches(secret) ? Optional.of(owner) : Optional.empty();
    }

    /** The key of a file is good as long as the gateway runs. */
    @Bean
    Callers callersNow() {
        return caller -> true;
    }

    @Bean
    RequestBudgetFilter requestBudget(
            GatewayProperties properties, @Value("${spring.http.codecs.max-in-memory-size}") DataSize largestBody) {
        return new RequestBudgetFilter(properties.requestBudget(), largestBody);
    }
}
