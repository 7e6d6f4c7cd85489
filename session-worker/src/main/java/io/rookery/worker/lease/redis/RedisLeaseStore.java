package io.rookery.worker.lease.redis;

import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.lease.AdmitDecision;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.ClaimToken;
import io.rookery.worker.lease.LeaseRecovery;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import io.rookery.worker.lease.LeaseTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** The records on Redis. Every method is one script; what the scripts do is said in them. */
public final class RedisLeaseStore implements LeaseStore, LeaseRecovery {
    /** How long a right to rebuild lasts without a sign of life: longer than whole topics take to be read. */
    private static final Duration REBUILD_RIGHT = Duration.ofSeconds(30);

    private final Scripts scripts;
    private final LeaseTimes times;
    private final Duration commandRetention;

    /** @param commandRetention how long ids of answered commands are kept: as long as the command topic keeps the commands */
    public RedisLeaseStore(ReactiveStringRedisTemplate redis, LeaseTimes times, Duration commandRetention) {
        this(new Scripts(redis, times.call()), times, commandRetention);
    }

    RedisLeaseStore(Scripts scripts, LeaseTimes times, Duration commandRetention) {
        this.scripts = scripts;
        this.times = times;
        this.commandRetention = commandRetention;
    }

    @Override
    public AdmitDecision admit(Admission admission) throws LeaseStoreUnavailable, Amnesia {
        return AdmitDecision.valueOf(word(
                "admit",
                admission.session(),
                admission.id(),
                admission.offset(),
                admission.kind(),
                admission.tenant(),
                admission.startOptions(),
                admission.outcomeEnd(),
                commandRetention.toMillis(),
                admission.deadline().toEpochMilli(),
                admission.user().user(),
                admission.user().onConflict().name(),
                admission.user().listed()));
    }

    @Override
    public Optional<Known> known(SessionId session) throws LeaseStoreUnavailable, Amnesia {
        List<String> answer = list("known", session);
        if (!answer.getFirst().equals("OK")) return Optional.empty();
        return Optional.of(new Known(
                Event.Desired.valueOf(answer.get(1)),
                new TenantId(answer.get(2)),
                epoch(answer.get(3)),
                answer.get(4)));
    }

    @Override
    public Map<SessionId, Long> sessionsOf(TenantId tenant, String user) throws LeaseStoreUnavailable, Amnesia {
        List<String> answer = list("users_sessions", tenant, user);
        Map<SessionId, Long> since = new HashMap<>();
        for (int i = 1; i + 1 < answer.size(); i += 2)
            since.put(new SessionId(answer.get(i)), Long.parseLong(answer.get(i + 1)));
        return since;
    }

    @Override
    public AdmitDecision noteRefused(SessionId session, CommandId id, long offset)
            throws LeaseStoreUnavailable, Amnesia {
        return AdmitDecision.valueOf(word("note", session, id, offset, commandRetention.toMillis()));
    }

    @Override
    public Optional<Epoch> claim(SessionId session, ClaimToken token, boolean settle)
            throws LeaseStoreUnavailable, Amnesia {
        List<String> answer = list("claim", session, token, times.ttl().toMillis(), settle ? 1 : 0);
        return answer.getFirst().equals("OK") ? Optional.of(epoch(answer.get(1))) : Optional.empty();
    }

    @Override
    public Optional<Inheritance> setEpoch(SessionId session, ClaimToken token, Epoch epoch)
            throws LeaseStoreUnavailable, Amnesia {
        List<String> answer = list("set_epoch", session, token, epoch);
        if (!answer.getFirst().equals("OK")) return Optional.empty();
        return Optional.of(new Inheritance(
                new TenantId(answer.get(1)),
                Long.parseLong(answer.get(2)),
                Long.parseLong(answer.get(3)),
                Mode.valueOf(answer.get(4)),
                answer.get(5).isEmpty() ? 0 : Long.parseLong(answer.get(5)),
                answer.get(6).isEmpty() ? Epoch.NONE : epoch(answer.get(6)),
                SessionState.valueOf(answer.get(7)),
                answer.get(8),
                answer.get(9).isEmpty() ? -1 : Long.parseLong(answer.get(9)),
                answer.get(10)));
    }

    @Override
    public List<Boolean> renew(List<Renewal> renewals) throws LeaseStoreUnavailable, Amnesia {
        List<Object> arguments = new ArrayList<>();
        arguments.add(times.ttl().toMillis());
        for (Renewal renewal : renewals) {
            arguments.add(renewal.session());
            arguments.add(renewal.token());
            arguments.add(renewal.epoch());
            arguments.add(renewal.outcomePosition());
            arguments.add(renewal.usage());
        }
        List<String> answer = list("renew", arguments.toArray());
        return answer.subList(1, answer.size()).stream().map("1"::equals).toList();
    }

    @Override
    public boolean complete(Completion completion) throws LeaseStoreUnavailable, Amnesia {
        return kept(word(
                "complete",
                completion.session(),
                completion.token(),
                completion.epoch(),
                completion.position(),
                completion.mode(),
                completion.outcomePosition(),
                completion.id() == null ? "" : completion.id(),
                completion.logStart(),
                commandRetention.toMillis(),
                completion.endState() == null ? "" : completion.endState()));
    }

    @Override
    public Started started(Restart it) throws LeaseStoreUnavailable, Amnesia {
        return Started.valueOf(word(
                "started",
                it.session(),
                it.token(),
                it.epoch(),
                it.startOptions(),
                it.user().user(),
                it.user().onConflict().name(),
                it.user().listed()));
    }

    @Override
    public GiveUp giveUp(
            SessionId session, ClaimToken token, Epoch epoch, long position, SessionState state, String usage)
            throws LeaseStoreUnavailable, Amnesia {
        return GiveUp.valueOf(word("give_up", session, token, epoch, position, state, usage));
    }

    @Override
    public boolean release(SessionId session, ClaimToken token, Epoch epoch, @Nullable Waiting waiting)
            throws LeaseStoreUnavailable, Amnesia {
        if (waiting == null) return kept(word("release", session, token, epoch, "", -1, -1, -1));
        return kept(word(
                "release",
                session,
                token,
                epoch,
                waiting.upTo(),
                waiting.closing(),
                waiting.starting(),
                waiting.expiresAt()));
    }

    @Override
    public Set<SessionId> endLeases(WorkerId worker, String incarnation) throws LeaseStoreUnavailable, Amnesia {
        return Set.copyOf(sessions(list("end_leases", worker, incarnation)));
    }

    @Override
    public Optional<Queued> queued(SessionId session, String reason, String text, Duration leastWait)
            throws LeaseStoreUnavailable, Amnesia {
        List<String> answer = list("queued", session, reason, text, leastWait.toMillis());
        if (!answer.getFirst().equals("OK")) return Optional.empty();
        List<SessionState> states = Arrays.stream(answer.get(2).split(","))
                .map(SessionState::valueOf)
                .toList();
        return Optional.of(new Queued(new TenantId(answer.get(1)), states));
    }

    @Override
    public boolean status(SessionId session, ClaimToken token, Epoch epoch, Status status)
            throws LeaseStoreUnavailable, Amnesia {
        return kept(word(
                "status",
                session,
                token,
                epoch,
                status.state(),
                status.lastStates().stream().map(Enum::name).collect(Collectors.joining(",")),
                orEmpty(status.reason()),
                orEmpty(status.text()),
                status.account() == null ? "" : status.account().number(),
                status.account() == null ? "" : orEmpty(status.account().name()),
                status.health(),
                String.join(",", status.healthReasons())));
    }

    @Override
    public boolean isAnsweredBefore(SessionId session, CommandId id, long offset)
            throws LeaseStoreUnavailable, Amnesia {
        return word("answered", session, id, offset).equals("YES");
    }

    @Override
    public List<SessionId> claimable(int limit) throws LeaseStoreUnavailable, Amnesia {
        return sessions(list("claimable", limit));
    }

    @Override
    public List<SessionId> settleable(int limit) throws LeaseStoreUnavailable, Amnesia {
        return sessions(list("settleable", limit));
    }

    @Override
    public ClosedPage closed(String reason, Duration atLeast, @Nullable SessionId after, int limit)
            throws LeaseStoreUnavailable, Amnesia {
        List<String> answer = list("closed", reason, atLeast.toMillis(), after == null ? "" : after, limit);
        List<Closed> closed = new ArrayList<>();
        for (int i = 2; i < answer.size(); i += 3)
            closed.add(new Closed(
                    new SessionId(answer.get(i)),
                    new TenantId(answer.get(i + 1)),
                    Instant.ofEpochMilli(Long.parseLong(answer.get(i + 2)))));
        return new ClosedPage(closed, answer.get(1).isEmpty() ? null : new SessionId(answer.get(1)));
    }

    private static List<SessionId> sessions(List<String> answer) {
        return answer.subList(1, answer.size()).stream().map(SessionId::new).toList();
    }

    // ---- while the memory is gone ----

    @Override
    public boolean remembers() throws LeaseStoreUnavailable {
        return scripts.word("remembers").equals("YES");
    }

    @Override
    public void register(SessionId session, ClaimToken token, Epoch epoch) throws LeaseStoreUnavailable {
        scripts.word("register", session, token, epoch);
    }

    @Override
    public Optional<Election> elect(String candidate) throws LeaseStoreUnavailable {
        String answer = scripts.word("elect", candidate, times.ttl().toMillis(), REBUILD_RIGHT.toMillis());
        return answer.equals("NO") ? Optional.empty() : Optional.of(new Election(candidate, answer.equals("OVER")));
    }

    @Override
    public boolean restore(Election election, Rebuilt record) throws LeaseStoreUnavailable {
        List<Object> arguments = new ArrayList<>(List.of(
                election.candidate(),
                REBUILD_RIGHT.toMillis(),
                times.ttl().toMillis(),
                record.session(),
                record.tenant(),
                record.mode(),
                record.epoch(),
                record.seen(),
                record.done(),
                record.outcomePosition(),
                record.outcomeFloor(),
                record.startOptions(),
                record.state(),
                record.account() == null ? "" : record.account().number(),
                record.account() == null ? "" : orEmpty(record.account().name()),
                commandRetention.toMillis(),
                record.user()));
        addAll(arguments, record.answered());
        return scripts.word("restore", arguments.toArray()).equals("OK");
    }

    @Override
    public boolean restoreAnswered(Election election, SessionId session, Map<CommandId, Long> answered)
            throws LeaseStoreUnavailable {
        List<Object> arguments = new ArrayList<>(
                List.of(election.candidate(), REBUILD_RIGHT.toMillis(), session, commandRetention.toMillis()));
        addAll(arguments, answered);
        return scripts.word("restore_answered", arguments.toArray()).equals("OK");
    }

    private static void addAll(List<Object> arguments, Map<CommandId, Long> answered) {
        answered.forEach((id, offset) -> {
            arguments.add(id);
            arguments.add(offset);
        });
    }

    @Override
    public void resign(Election election) throws LeaseStoreUnavailable {
        scripts.word("resign", election.candidate());
    }

    @Override
    public boolean finish(Election election) throws LeaseStoreUnavailable {
        return scripts.word("finish", election.candidate()).equals("OK");
    }

    // ---- small parts ----

    private String word(String script, Object... arguments) throws LeaseStoreUnavailable, Amnesia {
        String word = scripts.word(script, arguments);
        if (word.equals("AMNESIA")) throw new Amnesia();
        return word;
    }

    private List<String> list(String script, Object... arguments) throws LeaseStoreUnavailable, Amnesia {
        List<String> answer = scripts.list(script, arguments);
        if (answer.getFirst().equals("AMNESIA")) throw new Amnesia();
        return answer;
    }

    private static boolean kept(String word) {
        return !word.equals("LOST");
    }

    private static Epoch epoch(String text) {
        return new Epoch(Integer.parseInt(text));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
