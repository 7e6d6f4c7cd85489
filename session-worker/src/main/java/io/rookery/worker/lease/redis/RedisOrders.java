package io.rookery.worker.lease.redis;

import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import io.rookery.events.redis.OrderKeys;
import io.rookery.events.redis.WorkerOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/** Operators' orders ({@link OrderKeys}). Every method blocks for a moment and throws a RuntimeException where Redis does not answer. Safe for use by many threads. */
public final class RedisOrders {
    /** An order that came meanwhile stays. */
    private static final RedisScript<Long> REMOVE = RedisScript.of(
            "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0", Long.class);

    private final ReactiveStringRedisTemplate redis;
    private final Duration timeout;

    public RedisOrders(ReactiveStringRedisTemplate redis, Duration timeout) {
        this.redis = redis;
        this.timeout = timeout;
    }

    public Optional<WorkerOrder> forWorker(WorkerId worker) {
        return Optional.ofNullable(
                        redis.opsForValue().get(OrderKeys.worker(worker)).block(timeout))
                .flatMap(WorkerOrder::decoded);
    }

    /** Which of these sessions shall be handed over. @return by session the owner that is meant */
    public Map<SessionId, String> moves(List<SessionId> sessions) {
        return values(sessions, OrderKeys::move);
    }

    /** Which of these sessions are to be logged in detail. */
    public Set<SessionId> logged(List<SessionId> sessions) {
        Map<SessionId, String> levels = values(sessions, OrderKeys::logging);
        levels.values().removeIf(level -> !level.equals(OrderKeys.DEBUG));
        return levels.keySet();
    }

    private Map<SessionId, String> values(List<SessionId> sessions, Function<SessionId, String> key) {
        Map<SessionId, String> found = new HashMap<>();
        if (sessions.isEmpty()) return found;
        // One value for each key; an empty text stands for none.
        List<String> values = redis.opsForValue()
                .multiGet(sessions.stream().map(key).toList())
                .block(timeout);
        for (int at = 0; values != null && at < sessions.size(); at++) {
            String value = values.get(at);
            if (value != null && !value.isEmpty()) found.put(sessions.get(at), value);
        }
        return found;
    }

    /** It is carried out, or void. */
    public void remove(WorkerId worker, WorkerOrder order) {
        remove(OrderKeys.worker(worker), order.encoded());
    }

    /** It is carried out, or void. */
    public void remove(SessionId session, String owner) {
        remove(OrderKeys.move(session), owner);
    }

    private void remove(String key, String value) {
        redis.execute(REMOVE, List.of(key), List.of(value)).blockFirst(timeout);
    }
}
