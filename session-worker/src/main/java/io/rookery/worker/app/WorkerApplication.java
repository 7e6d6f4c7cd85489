package io.rookery.worker.app;

import io.rookery.startup.StartupReport;
import io.rookery.startup.StoreProperties;
import io.rookery.startup.TopicProperties;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The program. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableConfigurationProperties({StoreProperties.class, TopicProperties.class})
public class WorkerApplication {

    public static void main(String[] args) {
        StartupReport.orExit("rookery-worker", () -> SpringApplication.run(WorkerApplication.class, args));
    }
}
