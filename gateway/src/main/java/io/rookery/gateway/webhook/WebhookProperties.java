package io.rookery.gateway.webhook;

import io.rookery.http.OutboundHttpSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Web hooks.
 *
 * @param perTenant how many a tenant may have
 * @param allowHttp whether a URL may be one of plain HTTP: events hold what people write
 * @param allowPrivate hosts, addresses and ranges of a private network that a URL may lead to: nothing else there is ever asked
 * @param connectTimeout for the connection
 * @param timeout for all of a request
 * @param parallel requests at once to one endpoint
 * @param attempts how often an event is tried before it is a dead letter
 * @param firstPause after the first attempt; each later one is about twice as long
 * @param longestPause between two attempts, also where the endpoint asks for a longer one
 * @param breakerFailures how many attempts in a row must fail for the endpoint to be left in peace
 * @param breakerPause how long it is at first; each time that it fails again is twice as long
 * @param breakerLongestPause the longest
 * @param held how many events of one endpoint may wait in memory; the others wait in Kafka
 * @param heldSize how much of them
 * @param lookback how far the topics are read back where a partition is taken up, to know which epochs are over
 * @param overlap how long a key goes on signing beside the one that follows it
 */
@ConfigurationProperties("rookery.webhooks")
public record WebhookProperties(
        @DefaultValue("20") int perTenant,
        @DefaultValue("false") boolean allowHttp,
        @DefaultValue List<String> allowPrivate,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("15s") Duration timeout,
        @DefaultValue("4") int parallel,
        @DefaultValue("16") int attempts,
        @DefaultValue("1s") Duration firstPause,
        @DefaultValue("1h") Duration longestPause,
        @DefaultValue("5") int breakerFailures,
        @DefaultValue("30s") Duration breakerPause,
        @DefaultValue("5m") Duration breakerLongestPause,
        @DefaultValue("500") int held,
        @DefaultValue("4MB") DataSize heldSize,
        @DefaultValue("5m") Duration lookback,
        @DefaultValue("24h") Duration overlap) {

    /** For one endpoint, so that its turns are its own. */
    OutboundHttpSettings http() {
        return new OutboundHttpSettings(connectTimeout, timeout, 0, parallel, Set.of(), allowPrivate);
    }

    /** One partition may have half of what is held: the others go on beside it. */
    Endpoint.Limits limits() {
        return new Endpoint.Limits(
                new RetryPolicy(attempts, firstPause, longestPause),
                new Breaker.Settings(breakerFailures, breakerPause, breakerLongestPause),
                parallel,
                held,
                heldSize.toBytes(),
                Math.max(1, held / 2));
    }
}
