package io.rookery.gateway.recovery;

import io.rookery.gateway.command.Commands;
import io.rookery.gateway.session.SessionRecords;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RecoveryConfiguration {
    @Bean
    RecoveryRoutine recoveryRoutine(
            SessionRecords records, Recoveries recoveries, Commands commands, InstantSource clock) {
        return new RecoveryRoutine(records, recoveries, commands, clock);
    }
}
