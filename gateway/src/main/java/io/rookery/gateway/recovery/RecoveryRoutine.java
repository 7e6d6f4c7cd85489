package io.rookery.gateway.recovery;

import io.rookery.events.Command;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.command.CommandOptions;
import io.rookery.gateway.command.CommandState;
import io.rookery.gateway.command.Commands;
import io.rookery.gateway.problem.ProblemException;
import io.rookery.gateway.recovery.Recovery.Action;
import io.rookery.gateway.session.SessionRecords;
import io.rookery.gateway.session.SessionView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks at all sessions of a tenant, gives a command to each that has to come back, and says later what came of them. Keeps nothing itself: any gateway can say it. */
final class RecoveryRoutine {
    private static final int PAGE = 500;
    private static final int AT_ONCE = 32;
    private static final Duration LOOK = Duration.ofMillis(300);

    private final SessionRecords records;
    private final Recoveries recoveries;
    private final Commands commands;
    private final InstantSource clock;

    RecoveryRoutine(SessionRecords records, Recoveries recoveries, Commands commands, InstantSource clock) {
        this.records = records;
        this.recoveries = recoveries;
        this.commands = commands;
        this.clock = clock;
    }

    /** Begins it, or goes on with the one of this id: its commands have the same ids, so none is carried out twice. */
    Mono<Recovery> begin(Caller caller, String id, Decision decision) {
        TenantId tenant = caller.tenant();
        return recoveries
                .find(tenant, id)
                .switchIfEmpty(Mono.defer(
                        () -> decide(caller, id, decision).flatMap(recovery -> recoveries.keep(tenant, recovery))))
                .filter(recovery -> covers(caller, recovery))
                .flatMap(recovery -> give(recovery).thenReturn(recovery));
    }

    /** What was begun with another key may name sessions that this one does not cover. */
    private static boolean covers(Caller caller, Recovery recovery) {
        return recovery.steps().stream().allMatch(step -> caller.covers(new SessionId(step.sessionId())));
    }

    private Mono<Recovery> decide(Caller caller, String id, Decision decision) {
        return sessions(caller.tenant(), null)
                .filter(session -> caller.covers(new SessionId(session.sessionId())))
                .collectList()
                .map(all -> new Recovery(
                        id,
                        clock.instant(),
                        decision.closed(),
                        decision.pairing(),
                        (int) all.stream().filter(Decision::isReady).count(),
                        all.stream().map(decision::of).flatMap(Optional::stream).toList()));
    }

    private Flux<SessionView> sessions(TenantId tenant, @Nullable SessionId after) {
        return records.page(tenant, after, PAGE)
                .flatMapMany(page -> Flux.fromIterable(page.sessions())
                        .concatWith(page.more() && page.last() != null ? sessions(tenant, page.last()) : Flux.empty()));
    }

    private Mono<Void> give(Recovery recovery) {
        var options = new CommandOptions(recovery.commandId(), Duration.ZERO, null);
        return Flux.fromIterable(recovery.steps())
                .filter(step -> step.action() != Action.NONE)
                .flatMap(
                        step -> {
                            SessionId session = new SessionId(step.sessionId());
                            return command(session, step.action())
                                    .flatMap(command -> commands.submit(session, command, options))
                                    .onErrorMap(ProblemException.class, Commands::ofMany);
                        },
                        AT_ONCE)
                .then();
    }

    /** A start has the options of the last one: a session that is started anew has none but these. */
    private Mono<Command> command(SessionId session, Action action) {
        return action == Action.RESTART
                ? Mono.just(new Command.Restart())
                : records.startOptions(session).cast(Command.class);
    }

    /** What came of it until now; empty where there is no such recovery. */
    Mono<RecoveryReport> report(Caller caller, String id) {
        return recoveries
                .find(caller.tenant(), id)
                .filter(recovery -> covers(caller, recovery))
                .flatMap(recovery -> report(caller.tenant(), recovery));
    }

    /** As {@link #report}, but waits for the last outcome, up to this long. */
    Mono<RecoveryReport> report(Caller caller, Recovery recovery, Duration patience) {
        TenantId tenant = caller.tenant();
        if (patience.isZero()) return report(tenant, recovery);
        return report(tenant, recovery)
                .repeatWhen(times -> times.delayElements(LOOK))
                .takeUntil(RecoveryReport::done)
                .take(patience)
                .takeLast(1)
                .next()
                .switchIfEmpty(Mono.defer(() -> report(tenant, recovery)));
    }

    private Mono<RecoveryReport> report(TenantId tenant, Recovery recovery) {
        List<SessionId> commanded = recovery.steps().stream()
                .filter(step -> step.action() != Action.NONE)
                .map(step -> new SessionId(step.sessionId()))
                .toList();
        return recoveries
                .answered(recovery.commandId(), commanded)
                .flatMap(answered -> Flux.fromIterable(recovery.steps())
                        .flatMapSequential(step -> ofSession(tenant, recovery, step, answered), AT_ONCE)
                        .collectList())
                .map(sessions -> report(recovery, sessions));
    }

    private Mono<RecoveryReport.OfSession> ofSession(
            TenantId tenant, Recovery recovery, Recovery.Step step, Set<SessionId> answered) {
        SessionId session = new SessionId(step.sessionId());
        boolean has = step.action() != Action.NONE;
        CommandState outcome = has
                ? commands.settled(tenant, session, new CommandOptions(recovery.commandId(), Duration.ZERO, null))
                        .orElse(null)
                : null;
        return records.find(tenant, session)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .map(now -> new RecoveryReport.OfSession(
                        step.sessionId(),
                        step.before(),
                        step.reason(),
                        RecoveryReport.Action.valueOf(step.action().name()),
                        step.why(),
                        has ? recovery.commandId().value() : null,
                        outcome != null || answered.contains(session),
                        outcome,
                        now.map(SessionView::state).orElse(null),
                        now.map(SessionView::reason).orElse(null)));
    }

    private static RecoveryReport report(Recovery recovery, List<RecoveryReport.OfSession> sessions) {
        List<RecoveryReport.OfSession> commanded = new ArrayList<>(sessions);
        commanded.removeIf(it -> it.commandId() == null);
        int ready = (int) commanded.stream()
                .filter(it -> it.after() == SessionState.READY)
                .count();
        int pending = (int) commanded.stream()
                .filter(it -> !it.answered() && it.after() != SessionState.READY)
                .count();
        return new RecoveryReport(
                recovery.id(),
                recovery.startedAt(),
                commanded.stream().allMatch(RecoveryReport.OfSession::answered),
                new RecoveryReport.Totals(
                        recovery.ready(),
                        ready,
                        pending,
                        commanded.size() - ready - pending,
                        sessions.size() - commanded.size()),
                sessions);
    }
}
