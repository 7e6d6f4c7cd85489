package io.rookery.worker.command;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.CommandType;
import io.rookery.events.DecodedCommand;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.event.EventLog;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.lease.AdmitDecision;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStore.Admission.Kind;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import io.rookery.worker.lease.UserClaim;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every record of the command topic once, in the order of its partition, and decides who answers it: nobody, the session's owner, or admission itself.
 *
 * <p>A record may be handed in again after a failure; every step may be repeated. One member of the group has a partition at a time; a member that has lost it without
 * knowing does no harm, because every decision is one step of the lease store.
 */
public final class Admission {
    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    /** A record as it lies in the log. */
    public record Raw(int partition, long offset, Instant time, byte @Nullable [] key, byte @Nullable [] value) {}

    /** Where records go that admission does not answer. */
    public interface Forwarding {
        /** The home partition of a session. */
        int home(SessionId session);

        /** Appends the value to the session's home partition, and waits until it is there. */
        void reappend(SessionId session, Raw raw) throws EventLogUnavailable;

        /** Appends the record to the dead-letter topic, and waits until it is there. */
        void deadLetter(Raw raw, String reason) throws EventLogUnavailable;
    }

    /** Nothing was decided: hand the same record in again a little later. */
    public static final class TryAgain extends Exception {
        private static final long serialVersionUID = 1L;

        TryAgain(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final LeaseStore leases;
    private final EventLog events;
    private final OutcomeLog outcomes;
    private final Forwarding forwarding;
    private final UsersSessions users;
    private final Function<Command.Start, String> startOptions;
    private final WorkerId worker;
    private final InstantSource clock;

    public Admission(
            LeaseStore leases,
            EventLog events,
            OutcomeLog outcomes,
            Forwarding forwarding,
            UsersSessions users,
            Function<Command.Start, String> startOptions,
            WorkerId worker,
            InstantSource clock) {
        this.leases = leases;
        this.events = events;
        this.outcomes = outcomes;
        this.forwarding = forwarding;
        this.users = users;
        this.startOptions = startOptions;
        this.worker = worker;
        this.clock = clock;
    }

    /** Decides one record. Blocks. @return what became of it, for the metrics */
    public String handle(Raw raw) throws TryAgain {
        try {
            return switch (CloudEventCodec.decodeCommand(raw.value())) {
                case DecodedCommand.Undecodable(String reason) -> deadLetter(raw, reason);
                case DecodedCommand.Invalid invalid
                when isAway(invalid.session(), raw) -> reappend(invalid.session(), raw);
                case DecodedCommand.Valid(CommandMessage message)
                when isAway(message.session(), raw) -> reappend(message.session(), raw);
                case DecodedCommand.Invalid invalid -> refuse(invalid, raw);
                case DecodedCommand.Valid(CommandMessage message) -> admit(message, raw);
            };
        } catch (LeaseStoreUnavailable | Amnesia | EventLogUnavailable e) {
            throw new TryAgain(e);
        } catch (RuntimeException e) { // the edge: one record must not stop all that lie behind it
            log.atError().setCause(e).log("a record of the command topic could not be decided");
            return giveUp(raw, e);
        }
    }

    private String giveUp(Raw raw, RuntimeException cause) throws TryAgain {
        try {
            return deadLetter(
                    raw, "it could not be decided: " + cause.getClass().getSimpleName());
        } catch (EventLogUnavailable e) {
            throw new TryAgain(e);
        }
    }

    private boolean isAway(SessionId session, Raw raw) {
        return forwarding.home(session) != raw.partition();
    }

    private String reappend(SessionId session, Raw raw) throws EventLogUnavailable {
        forwarding.reappend(session, raw);
        return "reappended";
    }

    private String deadLetter(Raw raw, String reason) throws EventLogUnavailable {
        forwarding.deadLetter(raw, reason);
        log.atWarn()
                .addKeyValue("partition", raw.partition())
                .addKeyValue("offset", raw.offset())
                .addKeyValue("reason", reason)
                .log("a record of the command topic went to the dead-letter topic");
        return "dead_letter";
    }

    /** What can't be carried out whatever the session does is answered here; its owner skips it. */
    private String refuse(DecodedCommand.Invalid invalid, Raw raw)
            throws LeaseStoreUnavailable, Amnesia, EventLogUnavailable {
        if (leases.noteRefused(invalid.session(), invalid.id(), raw.offset()) == AdmitDecision.DUPLICATE)
            return "duplicate";
        reject(
                invalid.session(),
                invalid.id(),
                invalid.tenant(),
                invalid.type(),
                invalid.code(),
                invalid.text(),
                Map.of(),
                null,
                raw);
        return "invalid";
    }

    private String admit(CommandMessage message, Raw raw) throws LeaseStoreUnavailable, Amnesia, EventLogUnavailable {
        SessionId session = message.session();
        Optional<LeaseStore.Known> known = claims(message) ? leases.known(session) : Optional.empty();
        Command.Start start = message.command() instanceof Command.Start it
                ? it.kept(known.map(LeaseStore.Known::user)
                        .filter(user -> !user.isEmpty())
                        .orElse(null))
                : null;
        UserClaim user = claim(message, start);
        AdmitDecision decision = decide(message, raw, known, start, user);
        while (decision == AdmitDecision.USER_CHANGED) {
            user = users.again(user, session, message.tenantOrDefault(), message.id());
            decision = decide(message, raw, known, start, user);
        }
        if (decision == AdmitDecision.REJECT) {
            boolean visible = leases.known(session)
                    .filter(it -> it.tenant().equals(message.tenantOrDefault()))
                    .isPresent();
            reject(
                    message,
                    visible ? "SESSION_NOT_RUNNING" : "SESSION_NOT_FOUND",
                    visible ? "the session is not running; start it first" : "there is no such session",
                    Map.of(),
                    raw);
        }
        if (decision == AdmitDecision.USER_HAS_SESSION)
            reject(
                    message,
                    UsersSessions.USER_HAS_SESSION,
                    UsersSessions.REFUSAL,
                    users.other(session, message.tenantOrDefault(), user.user()),
                    raw);
        return decision.name().toLowerCase(Locale.ROOT);
    }

    private UserClaim claim(CommandMessage message, Command.@Nullable Start kept)
            throws LeaseStoreUnavailable, Amnesia {
        return kept != null && kept.userId() != null && message.command() instanceof Command.Start start
                ? users.claim(message.tenantOrDefault(), kept.userId(), start.onConflictOrDefault())
                : UserClaim.NOBODY;
    }

    /** @param start what is kept of it; null for any other command */
    private AdmitDecision decide(
            CommandMessage message,
            Raw raw,
            Optional<LeaseStore.Known> known,
            Command.@Nullable Start start,
            UserClaim user)
            throws LeaseStoreUnavailable, Amnesia, EventLogUnavailable {
        if (start != null && !user.isRefused(message.session()))
            publishRecord(message, start, known); // [publish-first]
        // Only a session that begins to run needs to know where its outcomes will begin.
        boolean begins = known.isEmpty() || known.get().desired() == Event.Desired.STOPPED;
        long outcomeEnd = begins && claims(message) ? outcomes.end(message.session()) : -1;
        return leases.admit(new LeaseStore.Admission(
                message.session(),
                message.id(),
                raw.offset(),
                kind(message),
                message.tenantOrDefault(),
                start == null ? "" : startOptions.apply(start),
                outcomeEnd,
                message.deadline(raw.time()),
                user));
    }

    /** Whether a stopped session begins to run by it. */
    private static boolean claims(CommandMessage message) {
        return switch (kind(message)) {
            case START, SETTLE, WAKE -> true;
            case CLOSE, OTHER -> false;
        };
    }

    private static Kind kind(CommandMessage message) {
        return switch (CommandType.of(message.command())) {
            case START -> Kind.START;
            // Whether it ends anything only an owner can tell that has looked at the profile.
            case CLOSE -> message.command() instanceof Command.Close it && it.conditional() ? Kind.OTHER : Kind.CLOSE;
            case LOGOUT -> Kind.SETTLE;
            case DESTROY ->
                message.command() instanceof Command.Destroy it && it.conditional() ? Kind.WAKE : Kind.SETTLE;
            default -> Kind.OTHER;
        };
    }

    /** A rebuild finds every session that ever ran: it is in the topic before it is in the record. What runs already is there; its owner keeps that up to date. */
    private void publishRecord(CommandMessage message, Command.Start start, Optional<LeaseStore.Known> known)
            throws EventLogUnavailable {
        if (known.isPresent()
                && (known.get().desired() == Event.Desired.RUNNING
                        || !known.get().tenant().equals(message.tenantOrDefault()))) return;
        Epoch highest = known.map(LeaseStore.Known::epoch).orElse(Epoch.NONE);
        var record =
                new Event.SessionRecord(Event.Desired.RUNNING, SessionState.QUEUED, start, highest.value(), null, null);
        publish(new EventMessage(
                message.session(),
                "start-" + message.id(),
                clock.instant(),
                message.tenantOrDefault(),
                null,
                null,
                worker,
                message.id(),
                message.traceparent(),
                record));
    }

    private void reject(CommandMessage message, String code, String text, Map<String, String> result, Raw raw)
            throws EventLogUnavailable {
        reject(
                message.session(),
                message.id(),
                message.tenant(),
                message.command().type(),
                code,
                text,
                result,
                Mode.CLOSING,
                raw);
    }

    /** [wait-ack] The next record is not looked at before this answer is acknowledged. */
    private void reject(
            SessionId session,
            CommandId id,
            @Nullable TenantId tenant,
            String type,
            String code,
            String text,
            Map<String, String> result,
            @Nullable Mode mode,
            Raw raw)
            throws EventLogUnavailable {
        var outcome = new Event.Outcome(
                OutcomeStatus.REJECTED, code, text, type, raw.partition(), Long.toString(raw.offset()), mode, result);
        publish(new EventMessage(session, id.value(), clock.instant(), tenant, null, null, worker, id, null, outcome));
    }

    private void publish(EventMessage message) throws EventLogUnavailable {
        try {
            events.publish(message).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new EventLogUnavailable("an event of admission was not published", e);
        }
    }
}
