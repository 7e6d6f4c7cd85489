package io.rookery.gateway.event.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/** Whether brokers are connected, and whether anything came from them, by the consumer's own metrics. Used by the consumer's thread. */
final class ConsumerPulse {
    private final Consumer<?, ?> consumer;
    private @Nullable Metric connections;
    private @Nullable Metric bytes;
    private double bytesBefore;

    ConsumerPulse(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    boolean isConnected() {
        if (connections == null) connections = find("connection-count");
        return value(connections) > 0;
    }

    /** Since it was asked last. */
    boolean heard() {
        if (bytes == null) bytes = find("incoming-byte-total");
        double now = value(bytes);
        boolean more = now > bytesBefore;
        bytesBefore = now;
        return more;
    }

    private @Nullable Metric find(String name) {
        for (Metric metric : consumer.metrics().values())
            if (metric.metricName().name().equals(name)
                    && metric.metricName().group().equals("consumer-metrics")) return metric;
        return null;
    }

    private static double value(@Nullable Metric metric) {
        return metric != null && metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
    }
}
