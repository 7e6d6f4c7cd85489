package io.rookery.gateway.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What those may do who have no good key.
 *
 * @param failedAttempts how many wrong keys an address may send at once; it gets another try every two seconds
 */
@ConfigurationProperties("rookery.access")
public record AccessProperties(@DefaultValue("30") int failedAttempts) {

    public AccessProperties {
        if (failedAttempts < 1) throw new IllegalArgumentException("everybody may mistype a key once");
    }
}
