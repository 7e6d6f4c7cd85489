package io.rookery.gateway.ops;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The one line of a start that went well. */
@Component
final class ReadyLine {
    private static final Logger log = LoggerFactory.getLogger(ReadyLine.class);
    private final Environment environment;

    ReadyLine(Environment environment) {
        this.environment = environment;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        Duration taken = event.getTimeTaken();
        log.atInfo()
                .addKeyValue("address", environment.getProperty("server.address"))
                .addKeyValue("port", environment.getProperty("local.server.port"))
                .addKeyValue("managementPort", environment.getProperty("local.management.port"))
                .addKeyValue("millis", taken == null ? "" : taken.toMillis())
                .log("gateway ready");
    }
}
