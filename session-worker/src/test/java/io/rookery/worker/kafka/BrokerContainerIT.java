package io.rookery.worker.kafka;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.testcontainers.kafka.KafkaContainer;

/** The adapters on a broker in a container; runs with {@code -Pdocker}, where a Docker engine answers. */
@Tag("docker")
class BrokerContainerIT extends KafkaAdaptersContract {
    private final KafkaContainer broker = new KafkaContainer("apache/kafka:4.2.1");

    @Override
    String startBroker(Path directory) {
        broker.start();
        return broker.getBootstrapServers();
    }

    @Override
    void stopBroker() {
        broker.stop();
    }
}
