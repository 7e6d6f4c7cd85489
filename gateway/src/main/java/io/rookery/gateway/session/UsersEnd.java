package io.rookery.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rookery.events.Command;
import io.rookery.events.SessionId;
import io.rookery.gateway.command.CommandAccepted;
import io.rookery.gateway.command.CommandOptions;
import io.rookery.gateway.command.CommandState;
import io.rookery.gateway.command.Commands;
import io.rookery.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Destroys many sessions, each by a command of its own. */
final class UsersEnd {
    private static final int AT_ONCE = 32;

    private final Commands commands;
    private final SessionDirectory directory;

    UsersEnd(Commands commands, SessionDirectory directory) {
        this.commands = commands;
        this.directory = directory;
    }

    @Schema(name = "SessionsDestroyed", description = "The commands that were taken, one for each session")
    record Taken(List<OfSession> commands) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SessionDestroyed")
    record OfSession(
            @Schema(example = "alice") String sessionId,

            @Schema(example = "0190f2c4-6f0e-4a52-9d3c-3a3c3f0f8f11")
            String commandId,

            @Schema(description = "The outcome, where Prefer: wait asked for it and it came in time") @Nullable CommandState outcome) {}

    /** @param options an idempotency key is the id of each session's command */
    Mono<ResponseEntity<Taken>> destroy(List<SessionView> sessions, CommandOptions options) {
        return Flux.fromIterable(sessions)
                .flatMapSequential(view -> destroy(new SessionId(view.sessionId()), options), AT_ONCE)
                .collectList()
                .onErrorMap(ProblemException.class, Commands::ofMany)
                .map(all -> ResponseEntity.status(
                                all.stream().allMatch(it -> it.outcome() != null) ? HttpStatus.OK : HttpStatus.ACCEPTED)
                        .body(new Taken(all)));
    }

    private Mono<OfSession> destroy(SessionId session, CommandOptions options) {
        return commands.submit(session, new Command.Destroy(), options)
                .delayUntil(ignored -> directory.destroyed(session))
                .map(answer -> switch (answer.getBody()) {
                    case CommandAccepted it -> new OfSession(session.value(), it.commandId(), null);
                    case CommandState it -> new OfSession(session.value(), it.commandId(), it);
                    case null, default -> throw new IllegalStateException("no answer to a command");
                });
    }
}
