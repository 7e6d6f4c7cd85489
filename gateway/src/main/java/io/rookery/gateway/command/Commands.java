package io.rookery.gateway.command;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rookery.events.Command;
import io.rookery.events.CommandMessage;
import io.rookery.events.CommandType;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.audit.AuditTrail;
import io.rookery.gateway.problem.Problem;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/** Takes commands to their topic and, where the caller wants to wait, brings back their outcome. */
public final class Commands {
    private static final URI SOURCE = URI.create("/gateway");

    private final CommandPublisher publisher;
    private final Outcomes outcomes;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Timer publishing;

    public Commands(CommandPublisher publisher, Outcomes outcomes, InstantSource clock, MeterRegistry metrics) {
        this.publisher = publisher;
        this.outcomes = outcomes;
        this.clock = clock;
        this.metrics = metrics;
        this.publishing = Timer.builder("rookery.gateway.publish")
                .description("From a command's publishing to Kafka's acknowledgement")
                .serviceLevelObjectives(
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(1000),
                        Duration.ofMillis(2500))
                .register(metrics);
        for (CommandType type : CommandType.values()) for (Result result : Result.values()) counter(type, result);
    }

    private enum Result {
        ACCEPTED,
        UNAVAILABLE,
        REFUSED
    }

    /** The outcome, where the caller names a command that has one. */
    public Optional<CommandState> settled(TenantId tenant, SessionId session, CommandOptions options) {
        return options.id() == null
                ? Optional.empty()
                : outcomes.outcome(new CommandKey(tenant, session, options.id()));
    }

    /**
     * Publishes the command as one of the caller's tenant. 202 when Kafka has it; with {@code Prefer: wait} 200 with the outcome, where it comes in time. A command that
     * has its outcome already is not published again.
     */
    public Mono<ResponseEntity<Object>> submit(SessionId session, Command command, CommandOptions options) {
        return Mono.deferContextual(context -> Caller.current().flatMap(caller -> {
            CommandKey key = new CommandKey(caller.tenant(), session, options.idOrFresh());
            AuditTrail.note(context, "sessionId", session.value());
            AuditTrail.note(context, "commandId", key.id().value());
            return submit(key, command, options);
        }));
    }

    private Mono<ResponseEntity<Object>> submit(CommandKey key, Command command, CommandOptions options) {
        if (outcomes.outcome(key).isPresent() && options.patience().isZero()) return Mono.just(accepted(key));
        CommandMessage message = new CommandMessage(
                key.session(), key.id(), SOURCE, clock.instant(), null, key.tenant(), options.traceparent(), command);
        if (options.patience().isZero()) return publish(key, message).then(Mono.fromSupplier(() -> accepted(key)));
        return Mono.using(
                () -> outcomes.expect(key),
                waiting -> (outcomes.outcome(key).isPresent() ? Mono.<Void>empty() : publish(key, message))
                        .then(Mono.defer(() -> waiting.within(options.patience())))
                        .map(outcome -> applied(ResponseEntity.ok(), options).<Object>body(outcome))
                        .switchIfEmpty(Mono.fromSupplier(() -> accepted(key))));
    }

    private Mono<Void> publish(CommandKey key, CommandMessage message) {
        CommandType type = CommandType.of(message.command());
        return Mono.defer(() -> {
            Timer.Sample sample = Timer.start(metrics);
            return publisher
                    .publish(message)
                    .doOnSuccess(ignored -> {
                        sample.stop(publishing);
                        counter(type, Result.ACCEPTED).increment();
                        outcomes.taken(key, type.type(), clock.instant());
                    })
                    .onErrorMap(CommandPublisher.KafkaUnavailable.class, error -> {
                        counter(type, Result.UNAVAILABLE).increment();
                        return new ProblemException(unavailable(key, error.perhapsTaken()));
                    })
                    .onErrorMap(CommandPublisher.TooManyCommands.class, error -> {
                        counter(type, Result.REFUSED).increment();
                        return ProblemException.of(
                                ProblemCode.TOO_MANY_REQUESTS, "the command was not taken; try again later");
                    });
        });
    }

    /** A caller that gave no key is told the command's id: repeating the request without it could do the same twice. */
    private static Problem unavailable(CommandKey key, boolean perhapsTaken) {
        return perhapsTaken
                ? Problem.of(
                                ProblemCode.KAFKA_UNAVAILABLE,
                                "the command may have been taken or not; repeat it with commandId as Idempotency-Key")
                        .withCommandId(key.id().value())
                : Problem.of(ProblemCode.KAFKA_UNAVAILABLE, "the command was not taken; try again later");
    }

    /** What the error of one command means to a request that gives many: others of them may have been taken. */
    public static ProblemException ofMany(ProblemException error) {
        return error.problem().code().equals(ProblemCode.KAFKA_UNAVAILABLE.name())
                ? ProblemException.of(
                        ProblemCode.KAFKA_UNAVAILABLE,
                        "some commands may have been taken; repeat it with the same Idempotency-Key")
                : error;
    }

    private static ResponseEntity<Object> accepted(CommandKey key) {
        return ResponseEntity.accepted()
                .location(UriComponentsBuilder.fromPath("/v1/commands/{id}")
                        .queryParam("sessionId", key.session().value())
                        .encode()
                        .buildAndExpand(key.id().value())
                        .toUri())
                .body(new CommandAccepted(key.id().value(), key.session().value()));
    }

    private static ResponseEntity.BodyBuilder applied(ResponseEntity.BodyBuilder response, CommandOptions options) {
        return response.header(
                        "Preference-Applied", "wait=" + options.patience().toSeconds())
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private Counter counter(CommandType type, Result result) {
        return Counter.builder("rookery.gateway.commands.published")
                .description("Commands by kind and by what Kafka said to them")
                .tag("type", type.name().toLowerCase(Locale.ROOT))
                .tag("result", result.name().toLowerCase(Locale.ROOT))
                .register(metrics);
    }
}
