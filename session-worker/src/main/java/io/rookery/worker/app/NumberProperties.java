package io.rookery.worker.app;

import io.rookery.startup.StartupFailure;
import io.rookery.worker.number.PhoneNumbers;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How phone numbers are read.
 *
 * @param defaultRegion the country (ISO 3166) whose national spellings are understood, for sessions whose start command does not say; none by default: numbers have their country code
 */
@ConfigurationProperties("rookery.numbers")
public record NumberProperties(@Nullable String defaultRegion) {
    public NumberProperties {
        // The numbering plans are loaded here, and not when the first command waits for them.
        if (!PhoneNumbers.isRegion(defaultRegion == null ? "DE" : defaultRegion))
            throw new StartupFailure("rookery.numbers.default-region must be a country of ISO 3166, for example DE");
    }
}
