package io.rookery.worker.kafka;

import io.rookery.quickstart.KafkaBroker;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The adapters on a broker in a process of its own. */
class BrokerProcessIT extends KafkaAdaptersContract {
    private @Nullable KafkaBroker broker;

    @Override
    String startBroker(Path directory) {
        broker = new KafkaBroker(directory);
        broker.start();
        return broker.bootstrapServers();
    }

    @Override
    void stopBroker() {
        if (broker != null) broker.stop();
    }
}
