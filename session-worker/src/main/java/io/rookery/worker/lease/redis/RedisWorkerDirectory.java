package io.rookery.worker.lease.redis;

import io.rookery.events.WorkerId;
import io.rookery.events.redis.WorkerKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * Which workers live, for operators, and which names are taken ({@link WorkerKeys}). No lease rests on it: an owner is known by its token, not by its name. Every method blocks for a moment
 * and throws a RuntimeException where Redis does not answer; the next sign of life makes up for it. Safe for use by many threads.
 */
public final class RedisWorkerDirectory {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final RedisScript<List<String>> LIVES = lives();
    private static final RedisScript<String> GONE = RedisScript.of(script("worker_gone"), String.class);

    private final ReactiveStringRedisTemplate redis;
    private final Duration nameIsTaken;
    private final Duration timeout;

    /**
     * @param nameIsTaken how long after a sign of life nobody else may use the name
     * @param timeout of a call
     */
    public RedisWorkerDirectory(ReactiveStringRedisTemplate redis, Duration nameIsTaken, Duration timeout) {
        this.redis = redis;
        this.nameIsTaken = nameIsTaken;
        this.timeout = timeout;
    }

    /** What came of a sign of life. */
    public sealed interface Answer {}

    /**
     * It is noted.
     *
     * @param leastLoad how full the emptiest of the other workers is that take sessions, as {@code Capacity.load} counts; infinite where there is none
     */
    public record Noted(double leastLoad) implements Answer {}

    /**
     * Another worker of this name has it now; nothing is written.
     *
     * @param ago how long its last sign of life is past
     */
    public record Namesake(String host, String pid, Duration ago) implements Answer {}

    /**
     * Says that a worker lives, in one atomic step with the question whether its name is free.
     *
     * @param home the id of its data directory
     */
    public Answer signOfLife(WorkerId worker, String home, Map<String, String> facts) {
        List<String> arguments = new ArrayList<>(List.of(
                worker.value(),
                home,
                Long.toString(nameIsTaken.toMillis()),
                Long.toString(KEPT.toMillis()),
                WorkerKeys.PREFIX));
        facts.forEach((name, value) -> {
            arguments.add(name);
            arguments.add(value);
        });
        List<String> answer = Objects.requireNonNull(
                redis.execute(LIVES, keys(worker), arguments).blockFirst(timeout));
        if (!answer.getFirst().equals("OK"))
            return new Namesake(answer.get(1), answer.get(2), Duration.ofMillis(Long.parseLong(answer.get(3))));
        String least = answer.get(1);
        return new Noted(least.isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(least));
    }

    /** The worker has stopped in order. */
    public void gone(WorkerId worker, String home) {
        redis.execute(GONE, keys(worker), List.of(worker.value(), home)).blockFirst(timeout);
    }

    private static List<String> keys(WorkerId worker) {
        return List.of(WorkerKeys.worker(worker), WorkerKeys.WORKERS);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static RedisScript<List<String>> lives() {
        return (RedisScript) RedisScript.of(script("worker_lives"), List.class);
    }

    private static ClassPathResource script(String name) {
        return new ClassPathResource("/io/rookery/worker/lease/" + name + ".lua");
    }
}
