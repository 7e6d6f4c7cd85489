package io.rookery.worker.lease;

import io.rookery.events.Command.OnConflict;
import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Mode;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.lease.LeaseRecovery.Election;
import io.rookery.worker.lease.LeaseStore.Admission.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A random history of a lease store: what many workers, alive and dead, might ask of it. The same seed asks the same, whatever is answered. */
public final class LeaseHistory {
    /** One step, and what it was. */
    public record Step(String text, Call call) {}

    /** Asks a store. */
    public interface Call {
        Object ask(LeaseStore store, LeaseRecovery recovery) throws Exception;
    }

    private static final List<SessionId> SESSIONS = List.of(new SessionId("s0"), new SessionId("s1"));
    private static final List<TenantId> TENANTS = List.of(TenantId.DEFAULT, TenantId.DEFAULT, new TenantId("acme"));
    private static final List<SessionState> STATES =
            List.of(SessionState.READY, SessionState.CLOSED, SessionState.LOGGED_OUT, SessionState.DESTROYED);
    private static final List<String> USERS = List.of("u0", "u1:b");
    private final Random random;
    private final List<ClaimToken> tokens = new ArrayList<>();
    private long now;
    private int epochs = 1;
    private long offset;
    private int candidates;
    private final Deque<Step> planned = new ArrayDeque<>();

    public LeaseHistory(long seed, long now) {
        this.random = new Random(seed);
        this.now = now;
        for (String worker : List.of("w0", "w1"))
            for (String life : List.of("a", "b")) tokens.add(new ClaimToken(new WorkerId(worker), life, 1));
    }

    /** The next step. @param time the store's clock then */
    public Step next(long time) {
        now = time;
        if (!planned.isEmpty() && random.nextInt(4) > 0) return planned.removeFirst();
        if (random.nextInt(4) == 0) epochs++;
        if (random.nextInt(2) == 0) offset++;
        SessionId session = pick(SESSIONS);
        ClaimToken token = pick(tokens);
        Epoch epoch = new Epoch(Math.max(1, epochs - random.nextInt(2)));
        return switch (random.nextInt(25)) {
            case 0, 1, 2, 3 -> admission(session);
            case 4, 5, 6 -> ownership(session, token);
            case 7, 8, 9, 23 -> step("set_epoch " + epoch, session, token, s -> s.setEpoch(session, token, epoch));
            case 10 -> renewal(session, token, epoch);
            case 11, 12 -> completion(session, token, epoch);
            case 13 -> givingUp(session, token, epoch);
            case 14 -> release(session, token, epoch);
            case 15 -> status(session, token, epoch);
            case 16 -> step("claimable", session, token, s -> s.claimable(10));
            case 17 -> step("settleable", session, token, s -> new TreeSet<>(s.settleable(10)));
            case 18 -> endLeases(token);
            case 19 -> known(session);
            case 20 -> queued(session);
            case 21 -> restart(session, token, epoch);
            case 22 -> ofUser();
            default -> registration(session, token, epoch);
        };
    }

    /** From the loss of its memory to the end of it, or nearly. */
    public List<Step> rebuild() {
        Election election = new Election("candidate-" + ++candidates, true);
        Election other = new Election("candidate-" + ++candidates, true);
        List<Step> steps = new ArrayList<>();
        steps.add(recover("elect", r -> r.elect(election.candidate())));
        steps.add(recover("elect another", r -> r.elect(other.candidate())));
        if (random.nextInt(4) == 0) steps.add(resignation(random.nextBoolean() ? election : other));
        for (SessionId session : SESSIONS) if (random.nextInt(5) > 0) steps.add(restoration(session, election));
        steps.add(recover("finish another", r -> r.finish(other)));
        if (random.nextInt(4) > 0) steps.add(recover("finish", r -> r.finish(election)));
        return steps;
    }

    private interface Ask {
        Object of(LeaseStore store) throws Exception;
    }

    private interface Recover {
        Object of(LeaseRecovery recovery) throws Exception;
    }

    private static Step step(String what, SessionId session, ClaimToken token, Ask ask) {
        return new Step("%s of %s by %s".formatted(what, session, token), (store, recovery) -> ask.of(store));
    }

    private static Step recover(String what, Recover ask) {
        return new Step(what, (store, recovery) -> ask.of(recovery));
    }

    private Step admission(SessionId session) {
        var it = new LeaseStore.Admission(
                session,
                id(),
                offset,
                pick(List.of(Kind.values())),
                pick(TENANTS),
                "{}",
                random.nextBoolean() ? -1 : random.nextInt(50),
                Instant.ofEpochMilli(now + random.nextInt(40_000)),
                user());
        if (random.nextInt(8) == 0)
            return new Step("refuse " + it, (store, recovery) -> store.noteRefused(session, it.id(), it.offset()));
        boolean now = random.nextBoolean();
        return new Step(
                it + (now ? ", having looked" : ""),
                (store, recovery) -> store.admit(new LeaseStore.Admission(
                        it.session(),
                        it.id(),
                        it.offset(),
                        it.kind(),
                        it.tenant(),
                        it.startOptions(),
                        it.outcomeEnd(),
                        it.deadline(),
                        looked(store, now, it.tenant(), it.user()))));
    }

    /** Claims it, and plans what an owner does. */
    private Step ownership(SessionId session, ClaimToken token) {
        Epoch epoch = new Epoch(++epochs);
        planned.clear();
        planned.add(step("set_epoch " + epoch, session, token, s -> s.setEpoch(session, token, epoch)));
        for (int i = random.nextInt(6); i > 0; i--)
            planned.add(
                    switch (random.nextInt(5)) {
                        case 0, 1 -> completion(session, token, epoch);
                        case 2 -> givingUp(session, token, epoch);
                        case 3 ->
                            random.nextBoolean() ? renewal(session, token, epoch) : restart(session, token, epoch);
                        default -> random.nextBoolean() ? release(session, token, epoch) : admission(session);
                    });
        return claim(session, token);
    }

    private Step claim(SessionId session, ClaimToken token) {
        boolean settle = random.nextInt(3) == 0;
        return step(settle ? "claim to settle" : "claim", session, token, s -> s.claim(session, token, settle));
    }

    private Step renewal(SessionId session, ClaimToken token, Epoch epoch) {
        long position = random.nextInt(-1, 60);
        var renewals = List.of(
                new LeaseStore.Renewal(session, token, epoch, position, usage()),
                new LeaseStore.Renewal(pick(SESSIONS), pick(tokens), epoch, -1, usage()));
        return step("renew " + renewals, session, token, s -> s.renew(renewals));
    }

    private Step completion(SessionId session, ClaimToken token, Epoch epoch) {
        var it = new LeaseStore.Completion(
                session,
                token,
                epoch,
                position(),
                pick(List.of(Mode.values())),
                random.nextInt(-1, 60),
                random.nextInt(4) == 0 ? null : id(),
                random.nextInt(3) == 0 ? pick(STATES) : null,
                random.nextInt(5) == 0 ? position() : 0);
        return new Step(it.toString(), (store, recovery) -> store.complete(it));
    }

    private Step givingUp(SessionId session, ClaimToken token, Epoch epoch) {
        long position = position();
        SessionState state = pick(STATES);
        String usage = usage();
        return step(
                "give_up up to " + position,
                session,
                token,
                s -> s.giveUp(session, token, epoch, position, state, usage));
    }

    private Step release(SessionId session, ClaimToken token, Epoch epoch) {
        LeaseStore.@Nullable Waiting waiting = random.nextBoolean()
                ? null
                : new LeaseStore.Waiting(
                        position(),
                        random.nextBoolean() ? -1 : position(),
                        random.nextBoolean() ? -1 : position(),
                        random.nextBoolean() ? -1 : now + random.nextInt(30_000));
        return step("release " + waiting, session, token, s -> s.release(session, token, epoch, waiting));
    }

    private Step status(SessionId session, ClaimToken token, Epoch epoch) {
        SessionState state = pick(STATES);
        var it = new LeaseStore.Status(state, List.of(state, SessionState.QUEUED), "WHY", null, null);
        return step("status " + state, session, token, s -> s.status(session, token, epoch, it));
    }

    private static Step endLeases(ClaimToken token) {
        return new Step(
                "end_leases of " + token,
                (store, recovery) -> new TreeSet<>(store.endLeases(token.worker(), token.incarnation())));
    }

    private Step known(SessionId session) {
        CommandId id = id();
        long at = position();
        return new Step(
                "known %s, %s before %d".formatted(session, id, at),
                (store, recovery) -> store.known(session) + " " + store.isAnsweredBefore(session, id, at));
    }

    private Step queued(SessionId session) {
        String reason = random.nextBoolean() ? "NO_FREE_SLOT" : "NO_MEMORY";
        Duration wait = Duration.ofMillis(random.nextInt(5000));
        return new Step(
                "queued %s %s".formatted(session, reason),
                (store, recovery) -> store.queued(session, reason, "why", wait));
    }

    private Step restart(SessionId session, ClaimToken token, Epoch epoch) {
        var it = new LeaseStore.Restart(session, token, epoch, "{}", user());
        return new Step(it.toString(), (store, recovery) -> store.started(it));
    }

    private Step ofUser() {
        TenantId tenant = pick(TENANTS);
        String user = pick(USERS);
        return new Step(
                "sessions of %s of %s".formatted(user, tenant),
                (store, recovery) -> new TreeMap<>(store.sessionsOf(tenant, user)));
    }

    private UserClaim user() {
        if (random.nextInt(3) > 0) return UserClaim.NOBODY;
        Map<SessionId, Long> seen = new TreeMap<>();
        for (SessionId session : SESSIONS) if (random.nextBoolean()) seen.put(session, position());
        return new UserClaim(pick(USERS), pick(List.of(OnConflict.values())), seen);
    }

    /** Half of them by somebody who has just looked. */
    private static UserClaim looked(LeaseStore store, boolean now, TenantId tenant, UserClaim claim)
            throws LeaseStoreUnavailable, Amnesia {
        if (!now || claim.user().isEmpty()) return claim;
        return new UserClaim(claim.user(), claim.onConflict(), store.sessionsOf(tenant, claim.user()));
    }

    private static Step registration(SessionId session, ClaimToken token, Epoch epoch) {
        return new Step("register %s %s %s".formatted(session, token, epoch), (store, recovery) -> {
            recovery.register(session, token, epoch);
            return recovery.remembers();
        });
    }

    private static Step resignation(Election election) {
        return recover("resign " + election, r -> {
            r.resign(election);
            return "";
        });
    }

    private Step restoration(SessionId session, Election election) {
        Map<CommandId, Long> answered = Map.of(id(), position());
        if (random.nextInt(4) == 0)
            return recover(
                    "restore what was answered of " + session, r -> r.restoreAnswered(election, session, answered));
        var it = new LeaseRecovery.Rebuilt(
                session,
                pick(TENANTS),
                pick(List.of(Mode.values())),
                new Epoch(Math.max(1, epochs - random.nextInt(2))),
                offset,
                position(),
                random.nextInt(50),
                new Epoch(1),
                "{}",
                pick(STATES),
                null,
                random.nextBoolean() ? "" : pick(USERS),
                answered);
        return recover("restore " + it, r -> r.restore(election, it));
    }

    private String usage() {
        return random.nextBoolean() ? "" : "used " + random.nextInt(100);
    }

    private CommandId id() {
        return new CommandId("c" + random.nextInt(8));
    }

    /** Mostly the last one. */
    private long position() {
        return Math.max(0, offset - (random.nextInt(3) == 0 ? random.nextInt(4) : 0));
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
