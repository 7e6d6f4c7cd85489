package io.rookery.gateway.session;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.command.CommandOptions;
import io.rookery.gateway.command.Commands;
import io.rookery.gateway.problem.Problem;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;

/**
 * Asks for a code to type into the phone of a number. A session that runs keeps what it was started with, so one that waits for its phone is closed first, unless a phone links it in that moment, and
 * then started as it was but for the way to link it. Both are commands in its log, in this order: whatever fails in between, a repeat with the same key goes on.
 */
final class PairingRequests {
    private final Commands commands;
    private final SessionDirectory directory;
    private final SessionRecords records;
    private final PairingCodes codes;

    PairingRequests(Commands commands, SessionDirectory directory, SessionRecords records, PairingCodes codes) {
        this.commands = commands;
        this.directory = directory;
        this.records = records;
        this.codes = codes;
    }

    /** @return the start, as {@link Commands#submit} answers it; a problem where the session is linked, is none, or its record can't be read */
    Mono<ResponseEntity<Object>> request(SessionId session, HttpHeaders headers, Command.Pairing pairing) {
        CommandOptions options = CommandOptions.of(headers).withFreshId();
        return Caller.current()
                .flatMap(caller -> caller.covers(session)
                                && commands.settled(caller.tenant(), session, options)
                                        .isPresent()
                        ? commands.submit(session, new Command.Start(pairing), options)
                        : begin(caller.tenant(), session, options, pairing));
    }

    private Mono<ResponseEntity<Object>> begin(
            TenantId tenant, SessionId session, CommandOptions options, Command.Pairing pairing) {
        return directory
                .recorded(session)
                .doOnNext(PairingRequests::requireUnlinked)
                .flatMap(view -> records.startOptions(session)
                        .defaultIfEmpty(new Command.Start(null))
                        .onErrorMap(SessionRecords.RedisUnavailable.class, SessionDirectory::unavailable)
                        .flatMap(start -> closed(view, options)
                                .then(Mono.fromRunnable(() -> codes.forget(tenant, session)))
                                .then(Mono.defer(() -> commands.submit(session, start.with(pairing), options)))));
    }

    private static void requireUnlinked(SessionView view) {
        if (view.account() != null || Pairing.isLinked(view.state()))
            throw new ProblemException(
                    Problem.of(ProblemCode.SESSION_LINKED, "a phone has linked the session; log it out first")
                            .withState(view.state().name()));
    }

    private Mono<Void> closed(SessionView view, CommandOptions options) {
        if (view.desired() == Event.Desired.STOPPED) return Mono.empty();
        var close = new CommandOptions(before(options.idOrFresh()), Duration.ZERO, options.traceparent());
        return commands.submit(new SessionId(view.sessionId()), new Command.Close(true), close)
                .then();
    }

    /** The same for a repeat of the request. */
    private static CommandId before(CommandId start) {
        byte[] name = ("close before " + start.value()).getBytes(StandardCharsets.US_ASCII);
        return new CommandId(UUID.nameUUIDFromBytes(name).toString());
    }
}
