package io.rookery.gateway;

import io.rookery.startup.StartupReport;
import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;

/** The program. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableConfigurationProperties(KafkaProperties.class)
public class GatewayApplication {

    public static void main(String[] args) {
        StartupReport.orExit("rookery-gateway", () -> {
            SpringApplication program = new SpringApplication(GatewayApplication.class);
            program.addListeners(new StartupCheck());
            program.run(args);
        });
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
