package io.rookery.worker.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The program. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class WorkerApplication {

    /** Ends with exit code 1 and one line on standard error where the worker can't start ({@link StartupReport} writes it). */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] args) {
        try {
            SpringApplication.run(WorkerApplication.class, args);
        } catch (RuntimeException | Error e) {
            StartupReport.print(e);
            System.exit(1);
        }
    }
}
