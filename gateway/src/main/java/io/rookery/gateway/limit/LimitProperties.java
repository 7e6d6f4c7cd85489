package io.rookery.gateway.limit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a key may ask for.
 *
 * @param perSecond how many requests a second a key gets in the long run, at all gateways together, unless it has a rate of its own; 0 for as many as it likes
 * @param burst how many it may send at once after a pause
 * @param patience how long a request may wait for Redis to say whether it is within the rate; then it is let through
 * @param bodyTimeout how long a request's body may take to come in; files have a rule of their own
 */
@ConfigurationProperties("rookery.limits")
public record LimitProperties(
        @DefaultValue("100") int perSecond,
        @DefaultValue("500") int burst,
        @DefaultValue("50ms") Duration patience,
        @DefaultValue("20s") Duration bodyTimeout) {

    public LimitProperties {
        if (perSecond < 0 || (perSecond > 0 && burst < 1))
            throw new IllegalArgumentException("a rate needs at least one request at once");
        if (!patience.isPositive() || !bodyTimeout.isPositive())
            throw new IllegalArgumentException("times must be positive");
    }
}
