package io.rookery.startup;

import io.rookery.events.kafka.TopicSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The layout of the topics, the same for every program of a cluster. */
@ConfigurationProperties("rookery.topics")
public record TopicProperties(
        @DefaultValue("rookery.") String prefix,
        @DefaultValue("128") int commandPartitions,
        @DefaultValue("12") int eventPartitions,
        @DefaultValue("3") short replication,
        @DefaultValue("2") int minInsyncReplicas,
        @DefaultValue("true") boolean create) {

    public TopicSettings settings() {
        return new TopicSettings(prefix, commandPartitions, eventPartitions, replication, minInsyncReplicas, create);
    }
}
