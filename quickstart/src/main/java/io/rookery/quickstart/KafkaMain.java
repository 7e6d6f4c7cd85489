package io.rookery.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** Runs in the broker's JVM: formats an empty data folder, then becomes Kafka's own main program. One JVM instead of two. */
final class KafkaMain {
    private KafkaMain() {}

    public static void main(String[] arguments) throws Exception {
        String config = arguments[0];
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(config))) {
            properties.load(reader);
        }
        if (!Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
            String[] format = {
                "format", "--config", config, "--cluster-id", Uuid.randomUuid().toString()
            };
            int code = StorageTool.execute(format, System.out);
            if (code != 0) {
                System.exit(code);
            }
        }
        Kafka.main(arguments);
    }
}
