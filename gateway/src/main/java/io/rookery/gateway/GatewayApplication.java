package io.rookery.gateway;

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

    /** Ends with exit code 1 and one line on standard error where the gateway can't start ({@link StartupReport} writes it). */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] args) {
        try {
            SpringApplication program = new SpringApplication(GatewayApplication.class);
            program.addListeners(new StartupCheck());
            program.run(args);
        } catch (RuntimeException | Error e) {
            StartupReport.print(e);
            System.exit(1);
        }
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
