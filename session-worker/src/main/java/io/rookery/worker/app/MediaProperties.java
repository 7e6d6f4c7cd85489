package io.rookery.worker.app;

import io.rookery.http.OutboundHttpSettings;
import io.rookery.startup.StartupFailure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Files of messages.
 *
 * @param maxBytes of one file, in both directions
 * @param allowPrivate hosts, addresses and ranges of a private network that a URL may lead to: nothing else there is ever asked
 * @param connectTimeout for one address of a URL
 * @param fetchTimeout for all of a fetch by URL
 * @param fetchesAtOnce of this worker
 * @param keptFor how long a file stays in the store; zero for ever
 */
@ConfigurationProperties("rookery.media")
public record MediaProperties(
        @DefaultValue("64MB") DataSize maxBytes,
        @DefaultValue List<String> allowPrivate,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("60s") Duration fetchTimeout,
        @DefaultValue("8") int fetchesAtOnce,
        @DefaultValue("0s") Duration keptFor) {
    private static final int REDIRECTS = 5;
    /** A file must be there for as long as a command may wait that names it, or a worker tries to keep it. */
    private static final Duration SHORTEST = Duration.ofDays(1);

    public MediaProperties {
        if (maxBytes.toBytes() < 1) throw new StartupFailure("rookery.media.max-bytes must be above 0");
        if (!keptFor.isZero() && keptFor.compareTo(SHORTEST) < 0)
            throw new StartupFailure("rookery.media.kept-for must be 0, for ever, or at least 1d");
    }

    OutboundHttpSettings http() {
        try {
            return new OutboundHttpSettings(
                    connectTimeout, fetchTimeout, REDIRECTS, fetchesAtOnce, Set.of(), allowPrivate);
        } catch (IllegalArgumentException e) {
            throw new StartupFailure("rookery.media can't be used: " + e.getMessage());
        }
    }
}
