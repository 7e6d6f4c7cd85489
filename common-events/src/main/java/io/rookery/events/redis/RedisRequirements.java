package io.rookery.events.redis;

import java.util.Optional;
import java.util.Properties;

/** What a Redis server must be: one primary that forgets nothing by itself. */
public final class RedisRequirements {
    private static final String NO_EVICTION = "noeviction";

    private RedisRequirements() {}

    /**
     * Judges a server by its own description, so that no right to read its configuration is needed.
     *
     * @param info the answer to {@code INFO}: the sections server, memory, replication and cluster
     * @return why the server can't be used and how to mend that, in one line; empty where it can be used
     */
    public static Optional<String> unmet(Properties info) {
        if (info.getProperty("redis_mode", "standalone").equals("cluster")
                || info.getProperty("cluster_enabled", "0").equals("1"))
            return Optional.of(
                    "it runs as Redis Cluster, where no script can change several records in one step; use one primary");
        if (info.getProperty("redis_mode", "standalone").equals("sentinel"))
            return Optional.of("it is a Sentinel, not a Redis server; name the primary itself");
        if (info.getProperty("role", "master").equals("slave"))
            return Optional.of("it is a replica, which takes no writes; name the primary");
        String policy = info.getProperty("maxmemory_policy");
        if (policy == null)
            return Optional.of("it does not tell its maxmemory-policy (INFO memory), which must be noeviction");
        // Without a limit of memory nothing is evicted today. Somebody may set one tomorrow, and no program would look
        // again.
        if (!policy.equals(NO_EVICTION))
            return Optional.of(
                    "its maxmemory-policy is " + policy + ", so it may evict records; set maxmemory-policy noeviction");
        return Optional.empty();
    }
}
