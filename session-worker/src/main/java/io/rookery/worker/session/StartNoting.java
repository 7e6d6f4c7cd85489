package io.rookery.worker.session;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.worker.command.UsersSessions;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.ClaimToken;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import io.rookery.worker.lease.UserClaim;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has the record know what a session is started anew with, once its user may have it. Blocks for seconds at the most; may be repeated. */
final class StartNoting {
    private final SessionId session;
    private final ClaimToken token;
    private final LeaseStore leases;
    private final UsersSessions users;

    StartNoting(SessionId session, ClaimToken token, LeaseStore leases, UsersSessions users) {
        this.session = session;
        this.token = token;
        this.leases = leases;
        this.users = users;
    }

    /** @return empty where it is noted, what the outcome says of the user's other session where that is in its way; null where the session is not this owner's any more */
    @Nullable Optional<Map<String, String>> note(Effect.NoteStart note, Epoch epoch) throws LeaseStoreUnavailable, Amnesia {
        String user = note.kept().userId() == null ? "" : note.kept().userId();
        UserClaim claim = new UserClaim(user, note.onConflict(), Map.of());
        LeaseStore.Started started = started(note, epoch, claim);
        while (started == LeaseStore.Started.USER_CHANGED) {
            try {
                claim = users.again(claim, session, note.tenant(), note.cause());
            } catch (EventLogUnavailable e) {
                throw new LeaseStoreUnavailable("the user's other sessions could not be replaced", e);
            }
            started = started(note, epoch, claim);
        }
        return switch (started) {
            case OK -> Optional.empty();
            case USER_HAS_SESSION -> Optional.of(users.other(session, note.tenant(), user));
            case LOST -> null;
            case USER_CHANGED -> throw new IllegalStateException("looked at again");
        };
    }

    private LeaseStore.Started started(Effect.NoteStart note, Epoch epoch, UserClaim claim)
            throws LeaseStoreUnavailable, Amnesia {
        return leases.started(
                new LeaseStore.Restart(session, token, epoch, CloudEventCodec.writeStart(note.kept()), claim));
    }
}
