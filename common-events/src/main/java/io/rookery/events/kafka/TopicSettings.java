package io.rookery.events.kafka;

import io.rookery.events.Topic;

/**
 * How the topics are laid out. The number of command partitions is chosen once for the life of a cluster: offsets are kept per session.
 *
 * @param create whether a program may create what is missing
 */
public record TopicSettings(
        String prefix,
        int commandPartitions,
        int eventPartitions,
        short replication,
        int minInsyncReplicas,
        boolean create) {
    public String name(Topic topic) {
        return topic.name(prefix);
    }

    public int partitions(Topic topic) {
        return switch (topic) {
            case COMMANDS -> commandPartitions;
            case CONFIG -> 1;
            case STATUS,
                    QR,
                    MESSAGE,
                    OUTCOME,
                    SESSIONS,
                    AUDIT,
                    DEAD_LETTER,
                    WEBHOOK_REPLAY,
                    WEBHOOK_DEAD_LETTER,
                    WEBHOOK_DELIVERY -> eventPartitions;
        };
    }
}
