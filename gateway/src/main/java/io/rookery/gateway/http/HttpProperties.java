package io.rookery.gateway.http;

import io.rookery.startup.StartupFailure;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is asked of those who come by HTTP.
 *
 * @param allowedOrigins pages of these origins ({@code https://console.example}) may ask; none where it is empty
 * @param headerTimeout how long a request's headers may take to come in
 */
@ConfigurationProperties("rookery.http")
record HttpProperties(
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("10s") Duration headerTimeout) {
    HttpProperties {
        if (!headerTimeout.isPositive())
            throw new StartupFailure("rookery.http.header-timeout must be positive, for example 10s");
    }
}
