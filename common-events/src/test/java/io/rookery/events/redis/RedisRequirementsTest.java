package io.rookery.events.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisRequirementsTest {

    @Test
    void onePrimaryThatEvictsNothing_willDo() {
        assertThat(RedisRequirements.unmet(fit())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "maxmemory_policy, allkeys-lru, maxmemory-policy is allkeys-lru",
        "maxmemory_policy, volatile-ttl, maxmemory-policy is volatile-ttl",
        "redis_mode, cluster, Redis Cluster",
        "cluster_enabled, 1, Redis Cluster",
        "redis_mode, sentinel, Sentinel",
        "role, slave, replica"
    })
    void anyOther_isRefusedWithTheReason(String field, String value, String reason) {
        Properties info = fit();
        info.setProperty(field, value);
        assertThat(RedisRequirements.unmet(info))
                .hasValueSatisfying(text -> assertThat(text).contains(reason));
    }

    @Test
    void aServerThatDoesNotTellItsPolicy_isRefused() {
        Properties info = fit();
        info.remove("maxmemory_policy");
        assertThat(RedisRequirements.unmet(info))
                .hasValueSatisfying(text -> assertThat(text).contains("maxmemory-policy"));
    }

    private static Properties fit() {
        var info = new Properties();
        info.setProperty("redis_mode", "standalone");
        info.setProperty("role", "master");
        info.setProperty("cluster_enabled", "0");
        info.setProperty("maxmemory", "0");
        info.setProperty("maxmemory_policy", "noeviction");
        return info;
    }
}
