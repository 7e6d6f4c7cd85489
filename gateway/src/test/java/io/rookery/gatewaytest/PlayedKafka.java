package io.rookery.gatewaytest;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.CommandMessage;
import io.rookery.events.DecodedCommand;
import io.rookery.gateway.command.CommandPublisher;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Remembers what was published, as it is read; can be away; can react to what is published. */
final class PlayedKafka implements CommandPublisher {
    final List<CommandMessage> published = new CopyOnWriteArrayList<>();
    volatile boolean away;
    /** Of what is refused, whether it may have been taken. */
    volatile boolean silent;

    volatile Consumer<CommandMessage> reaction = command -> {};

    @Override
    public Mono<Void> publish(CommandMessage command) {
        return Mono.defer(() -> {
            if (away) return Mono.error(new KafkaUnavailable("played", silent));
            published.add(asRead(command));
            reaction.accept(command);
            return Mono.empty();
        });
    }

    /** What is on the topic is bytes, and admission must take them. */
    private static CommandMessage asRead(CommandMessage command) {
        return switch (CloudEventCodec.decodeCommand(CloudEventCodec.encode(command))) {
            case DecodedCommand.Valid valid -> valid.message();
            case DecodedCommand other -> throw new AssertionError("admission would refuse it: " + other);
        };
    }

    @Override
    public boolean isAvailable() {
        return !away;
    }

    void reset() {
        published.clear();
        away = false;
        silent = false;
        reaction = command -> {};
    }
}
