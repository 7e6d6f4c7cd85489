package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.pacing.Pacer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the parts of one host share: who it is, what time it is, whether it may act, and where effects go. */
final class HostContext {
    final SessionId session;
    final WorkerId worker;
    final HostSettings settings;
    final Pacer pacer;
    Epoch epoch = Epoch.NONE;
    TenantId tenant = TenantId.DEFAULT;
    long validUntil;
    private @Nullable String region;
    private boolean ended;
    private Now now = new Now(0, Instant.EPOCH);
    private List<Effect> effects = new ArrayList<>();

    HostContext(SessionId session, WorkerId worker, HostSettings settings) {
        this.session = session;
        this.worker = worker;
        this.settings = settings;
        this.pacer = new Pacer(settings.limits());
    }

    /** What the session's start command says of limits and numbers, and the worker's settings where it does not. */
    void options(Command.Start start) {
        pacer.limit(settings.limits().with(start.limits()));
        region = regionOf(start);
    }

    @Nullable String regionOf(Command.Start start) {
        return start.defaultRegion() == null ? settings.defaultRegion() : start.defaultRegion();
    }

    /** Whose national spellings of phone numbers are understood. */
    @Nullable String region() {
        return region;
    }

    void at(Now time) {
        now = time;
    }

    Now now() {
        return now;
    }

    /** [local-validity] Whether the lease surely holds. What must not happen without it is not even begun. */
    boolean sure() {
        return !ended && now.monotonic() < validUntil;
    }

    boolean ended() {
        return ended;
    }

    long in(Duration time) {
        return now.monotonic() + time.toMillis();
    }

    /**
     * Up to a fifth earlier than {@link #in}, never the same for all sessions of a worker: what they do every minute they shall not do at once. No random number, so that a history can be played again.
     *
     * @param round another number each time
     */
    long inAbout(Duration time, int round) {
        long spread = time.toMillis() / 5;
        return in(time) - Math.floorMod(mixed(round, 0), spread + 1);
    }

    /** A number that nobody would guess from its neighbours, without being random: a history can be played again. */
    long mixed(int round, long salt) {
        long seed = ((session.hashCode() * 31L + epoch.value()) * 31 + round) * 31 + salt;
        return seed * 0x9E3779B97F4A7C15L >>> 17;
    }

    boolean reached(long monotonic) {
        return now.monotonic() >= monotonic;
    }

    void emit(Effect effect) {
        if (!ended) effects.add(effect);
    }

    void end(Effect.Reason reason) {
        emit(new Effect.End(reason));
        ended = true;
    }

    List<Effect> drain() {
        List<Effect> result = effects;
        effects = new ArrayList<>();
        return result;
    }
}
