package io.rookery.worker.command;

import io.rookery.events.Command;
import io.rookery.events.Command.OnConflict;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import io.rookery.worker.lease.UserClaim;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/**
 * The other sessions of a user who starts one. Where that one takes their place they are destroyed, by commands in the log as anybody could give them: they are there before the start is admitted,
 * so whoever dies in between leaves at most a start that is decided once more. Safe for use by many threads.
 */
public final class UsersSessions {
    /** The code of a start that is rejected because its user has another session. */
    public static final String USER_HAS_SESSION = "USER_HAS_SESSION";

    public static final String REFUSAL =
            "the user has another session: use that one, replace it (onConflict), or start this one for another user";

    private static final URI SOURCE = URI.create("/worker");
    /** Less than the log keeps it. */
    private static final Duration PATIENCE = Duration.ofDays(6);

    private final LeaseStore leases;
    private final CommandWriter writer;
    private final InstantSource clock;

    public UsersSessions(LeaseStore leases, CommandWriter writer, InstantSource clock) {
        this.leases = leases;
        this.writer = writer;
        this.clock = clock;
    }

    /** What is known before anything is replaced: a start that turns out to be a repeat must not replace anybody. */
    public UserClaim claim(TenantId tenant, String user, OnConflict onConflict) throws LeaseStoreUnavailable, Amnesia {
        if (user.isEmpty()) return UserClaim.NOBODY;
        boolean refuses = onConflict == OnConflict.REFUSE;
        return new UserClaim(user, onConflict, refuses ? leases.sessionsOf(tenant, user) : Map.of());
    }

    /**
     * Looks again, and has the others destroyed where they are to be replaced. Blocks for seconds at the most; may be repeated.
     *
     * @param cause the start
     */
    public UserClaim again(UserClaim claim, SessionId session, TenantId tenant, CommandId cause)
            throws LeaseStoreUnavailable, Amnesia, EventLogUnavailable {
        var seen = new UserClaim(claim.user(), claim.onConflict(), leases.sessionsOf(tenant, claim.user()));
        if (claim.onConflict() == OnConflict.REPLACE)
            for (var other : seen.others(session).entrySet())
                writer.append(destroy(other.getKey(), other.getValue(), tenant, session, cause));
        return seen;
    }

    /** The same one for the same start of the other session: one that was started anew in between, behind a destroy that is in its log already, needs another. */
    private CommandMessage destroy(SessionId other, long since, TenantId tenant, SessionId session, CommandId cause) {
        String why = session + "/" + cause + "/" + since;
        var id = new CommandId("replaced-" + UUID.nameUUIDFromBytes(why.getBytes(StandardCharsets.UTF_8)));
        var now = clock.instant();
        return new CommandMessage(other, id, SOURCE, now, now.plus(PATIENCE), tenant, null, new Command.Destroy());
    }

    /** What an outcome says of the user's other session; nothing where it is gone again. */
    public Map<String, String> other(SessionId session, TenantId tenant, String user)
            throws LeaseStoreUnavailable, Amnesia {
        return new UserClaim(user, OnConflict.REFUSE, leases.sessionsOf(tenant, user))
                .others(session).keySet().stream()
                        .findFirst()
                        .map(it -> Map.of("sessionId", it.value()))
                        .orElse(Map.of());
    }
}
