package io.rookery.gateway.session;

import io.rookery.events.Command;
import io.rookery.events.Command.OnConflict;
import io.rookery.events.SessionId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.command.CommandOptions;
import io.rookery.gateway.command.Commands;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;

/** How a request becomes a command: its address, its headers and its body are judged first, then whether there is such a session; then it is submitted. */
public final class SessionCommands {
    private final Commands commands;
    private final SessionDirectory directory;
    private final Users users;

    SessionCommands(Commands commands, SessionDirectory directory, Users users) {
        this.commands = commands;
        this.directory = directory;
        this.users = users;
    }

    /**
     * Takes a command for a session that must exist, unless the command was answered already: then its outcome says more.
     *
     * @param command reads the command from the request; may throw {@link io.rookery.events.InvalidValue}
     * @return as {@link Commands#submit}; a problem where the request is wrong or there is no such session
     */
    public Mono<ResponseEntity<Object>> take(String sessionId, HttpHeaders headers, Supplier<Command> command) {
        return Mono.defer(() -> {
            SessionId session = new SessionId(sessionId);
            CommandOptions options = CommandOptions.of(headers);
            Command taken = command.get();
            Mono<ResponseEntity<Object>> submitted = Mono.defer(() -> commands.submit(session, taken, options));
            return Caller.current()
                    .filter(caller -> caller.covers(session)
                            && commands.settled(caller.tenant(), session, options)
                                    .isPresent())
                    .hasElement()
                    .flatMap(settled -> settled
                            ? submitted
                            : directory.requireForCommand(session).then(submitted));
        });
    }

    /** As {@link #take}, for the command that brings a session into being; a problem also where its user has another one. */
    Mono<ResponseEntity<Object>> start(String sessionId, HttpHeaders headers, Supplier<Command> command) {
        return Mono.defer(() -> {
            SessionId session = new SessionId(sessionId);
            CommandOptions options = CommandOptions.of(headers);
            Command taken = command.get();
            Mono<ResponseEntity<Object>> submitted = Mono.defer(() -> commands.submit(session, taken, options));
            Mono<Void> free = Caller.current()
                    .filter(caller ->
                            commands.settled(caller.tenant(), session, options).isEmpty())
                    .flatMap(ignored -> users.check(session, taken));
            return permitted(taken).then(directory.starting(session)).then(free).then(submitted);
        });
    }

    /** A start that replaces destroys whatever other session the user has: that takes what destroying any of the tenant takes. */
    private static Mono<Void> permitted(Command command) {
        if (!(command instanceof Command.Start start) || start.onConflictOrDefault() != OnConflict.REPLACE)
            return Mono.empty();
        return Caller.current()
                .filter(caller -> caller.may(Permission.SESSION_DELETE)
                        && caller.sessions().isEmpty())
                .switchIfEmpty(Mono.error(() -> ProblemException.of(
                        ProblemCode.FORBIDDEN,
                        "onConflict=replace needs " + Permission.SESSION_DELETE.word() + " for all sessions")))
                .then();
    }
}
