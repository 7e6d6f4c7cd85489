package io.rookery.gateway.session;

import io.rookery.gateway.command.Commands;
import io.rookery.gateway.event.EventFeed;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

    @Bean
    SessionDirectory sessionDirectory(SessionRecords records) {
        return new SessionDirectory(records);
    }

    @Bean
    SessionCommands sessionCommands(Commands commands, SessionDirectory directory, Users users) {
        return new SessionCommands(commands, directory, users);
    }

    @Bean
    Users users(UserSessions sessions) {
        return new Users(sessions);
    }

    @Bean
    UsersEnd usersEnd(Commands commands, SessionDirectory directory) {
        return new UsersEnd(commands, directory);
    }

    @Bean
    KnownLimits knownLimits(InstantSource clock) {
        return new KnownLimits(clock);
    }

    @Bean
    PairingCodes pairingCodes(InstantSource clock) {
        return new PairingCodes(clock);
    }

    @Bean
    Pairing pairing(SessionDirectory directory, PairingCodes codes, EventFeed feed) {
        return new Pairing(directory, codes, feed);
    }

    @Bean
    PairingRequests pairingRequests(
            Commands commands, SessionDirectory directory, SessionRecords records, PairingCodes codes) {
        return new PairingRequests(commands, directory, records, codes);
    }
}
