package io.rookery.http;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What holds for every request.
 *
 * @param connectTimeout for one address; then for each wait of its TLS handshake
 * @param totalTimeout for all of a request: waiting for its turn, names, redirects, the last byte
 * @param maxRedirects followed by a GET; a POST follows none
 * @param maxConcurrent requests at once; others wait for their turn
 * @param ports that a URL may name; empty: all but those of services that take a foreign text for a command
 * @param allowPrivate host names, addresses and CIDR ranges for which the check of addresses is lifted: {@code minio}, {@code 10.1.2.0/24}. A name counts
 *     for exactly that name, wherever it leads; a range counts for whatever name leads there, but not for {@code localhost}, nor for names without a dot
 */
public record OutboundHttpSettings(
        Duration connectTimeout,
        Duration totalTimeout,
        int maxRedirects,
        int maxConcurrent,
        Set<Integer> ports,
        List<String> allowPrivate) {

    public OutboundHttpSettings {
        if (!connectTimeout.isPositive()) throw new IllegalArgumentException("connectTimeout must be positive");
        if (!totalTimeout.isPositive()) throw new IllegalArgumentException("totalTimeout must be positive");
        if (maxRedirects < 0) throw new IllegalArgumentException("maxRedirects must not be negative");
        if (maxConcurrent < 1) throw new IllegalArgumentException("maxConcurrent must be at least 1");
        ports = Set.copyOf(ports);
        allowPrivate = List.copyOf(allowPrivate);
    }

    /** Five seconds to connect, a minute in all, five redirects, eight requests at once, public addresses only. */
    public static OutboundHttpSettings defaults() {
        return new OutboundHttpSettings(Duration.ofSeconds(5), Duration.ofMinutes(1), 5, 8, Set.of(), List.of());
    }
}
