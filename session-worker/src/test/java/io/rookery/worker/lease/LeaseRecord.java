package io.rookery.worker.lease;

import io.rookery.events.Epoch;
import io.rookery.events.Mode;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one session, as the scripts keep it. */
final class LeaseRecord {
    TenantId tenant = TenantId.DEFAULT;
    boolean running;
    Mode mode = Mode.CLOSING;

    @Nullable String owner;

    long until;
    Epoch epoch = Epoch.NONE;
    long seen;
    long done;
    long outcomePosition;
    Epoch outcomeFloor = Epoch.NONE;
    SessionState state = SessionState.QUEUED;
    String start = "";
    List<SessionState> states = List.of(SessionState.QUEUED);
    String reason = "";
    long closing = -1;
    long starting = -1;
    long expiry;
    boolean ended;
    long updated;
    String usage = "";
    String user = "";
    long userSince = -1;

    /** From now on, by its position, it is this user's; empty for nobody's. */
    void belong(String other) {
        user = other;
        userSince = done;
    }

    LeaseRecord copy() {
        var copy = new LeaseRecord();
        copy.tenant = tenant;
        copy.running = running;
        copy.mode = mode;
        copy.owner = owner;
        copy.until = until;
        copy.epoch = epoch;
        copy.seen = seen;
        copy.done = done;
        copy.outcomePosition = outcomePosition;
        copy.outcomeFloor = outcomeFloor;
        copy.state = state;
        copy.start = start;
        copy.states = states;
        copy.reason = reason;
        copy.closing = closing;
        copy.starting = starting;
        copy.expiry = expiry;
        copy.ended = ended;
        copy.updated = updated;
        copy.usage = usage;
        copy.user = user;
        copy.userSince = userSince;
        return copy;
    }

    boolean isSettleable(long now) {
        return hasToBeClosed() || (expiry > 0 && expiry <= now);
    }

    /** By what they are listed, lowest first. */
    long settleRank() {
        return hasToBeClosed() ? 0 : expiry;
    }

    private boolean hasToBeClosed() {
        return closing > done || (mode == Mode.CLOSING && starting <= done);
    }

    boolean isUnowned(long now) {
        return owner == null || until <= now;
    }

    boolean isOwnedBy(String prefix) {
        return owner != null && owner.startsWith(prefix);
    }

    /** Under the names that the scripts give to the fields. */
    Map<String, String> fields() {
        Map<String, String> fields = new TreeMap<>();
        fields.put("tenant", tenant.toString());
        fields.put("desired", running ? "RUNNING" : "STOPPED");
        fields.put("mode", mode.name());
        fields.put("owner", owner == null ? "" : owner);
        fields.put("until", Long.toString(until));
        fields.put("epoch", epoch.toString());
        fields.put("seen", Long.toString(seen));
        fields.put("done", Long.toString(done));
        fields.put("opos", Long.toString(outcomePosition));
        fields.put("oepoch", outcomeFloor.toString());
        fields.put("state", state.name());
        fields.put("closing", Long.toString(closing));
        fields.put("starting", Long.toString(starting));
        fields.put("expiry", Long.toString(expiry));
        fields.put("ended", ended ? "1" : "");
        fields.put("updated", Long.toString(updated));
        fields.put("usage", usage);
        fields.put("user", user);
        fields.put("usersince", Long.toString(userSince));
        return fields;
    }
}
