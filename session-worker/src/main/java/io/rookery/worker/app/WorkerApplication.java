package io.rookery.worker.app;

import io.rookery.startup.StartupReport;
import io.rookery.startup.StoreProperties;
import io.rookery.startup.TopicProperties;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/** The program. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableConfigurationProperties({StoreProperties.class, TopicProperties.class})
public class WorkerApplication {

    /** When they are closed, nothing comes any more that could be waited for: a worker that has handed its sessions over ends at once. */
    @Bean
    ReactorResourceFactory connections() {
        var connections = new ReactorResourceFactory();
        connections.setShutdownQuietPeriod(Duration.ZERO);
        return connections;
    }

    public static void main(String[] args) {
        StartupReport.orExit("rookery-worker", () -> SpringApplication.run(WorkerApplication.class, args));
    }
}
