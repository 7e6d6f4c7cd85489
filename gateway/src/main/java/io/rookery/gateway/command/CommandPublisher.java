package io.rookery.gateway.command;

import io.rookery.events.CommandMessage;
import reactor.core.publisher.Mono;

/** Where commands go. */
public interface CommandPublisher {

    /**
     * Publishes the command; completes when all in-sync replicas have it. Errs with {@link KafkaUnavailable} where that can't be had in time, and
     * repeating it with the same id is safe. Errs with {@link TooManyCommands} where too many wait
     * already: it is not on the topic and will not be. Never blocks the caller.
     */
    Mono<Void> publish(CommandMessage command);

    /** Whether Kafka answers, as far as is known. */
    boolean isAvailable();

    /** Kafka did not take the command in time. */
    final class KafkaUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean perhapsTaken;

        /** @param perhapsTaken whether the command may be on the topic, or come there yet; else it surely is not and will not be */
        public KafkaUnavailable(String message, boolean perhapsTaken) {
            super(message, null, false, false);
            this.perhapsTaken = perhapsTaken;
        }

        boolean perhapsTaken() {
            return perhapsTaken;
        }
    }

    /** More commands come than Kafka takes; this one was not given to it. */
    final class TooManyCommands extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public TooManyCommands() {
            super("too many commands wait for Kafka", null, false, false);
        }
    }
}
