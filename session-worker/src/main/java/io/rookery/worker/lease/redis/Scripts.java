package io.rookery.worker.lease.redis;

import io.rookery.worker.lease.LeaseStoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/** Runs the scripts of {@code resources/io/rookery/worker/lease}. A call without an answer in time is given up, though Redis may still have run it. */
final class Scripts {
    private static final String FOLDER = "/io/rookery/worker/lease/";
    private final ReactiveStringRedisTemplate redis;
    private final Duration timeout;
    private final UnaryOperator<String> edit;
    private final Map<String, RedisScript<String>> singles = new ConcurrentHashMap<>();
    private final Map<String, RedisScript<List<String>>> lists = new ConcurrentHashMap<>();

    Scripts(ReactiveStringRedisTemplate redis, Duration timeout) {
        this(redis, timeout, UnaryOperator.identity());
    }

    /** @param edit of each source before it is sent: a test gives the scripts another clock, and another server to run on */
    Scripts(ReactiveStringRedisTemplate redis, Duration timeout, UnaryOperator<String> edit) {
        this.redis = redis;
        this.timeout = timeout;
        this.edit = edit;
    }

    /** Runs a script that answers one word. */
    String word(String name, Object... arguments) throws LeaseStoreUnavailable {
        return run(singles.computeIfAbsent(name, n -> RedisScript.of(edited(n), String.class)), arguments);
    }

    /** Runs a script that answers a list, of which the first element is a word. */
    List<String> list(String name, Object... arguments) throws LeaseStoreUnavailable {
        return run(lists.computeIfAbsent(name, this::listScript), arguments);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private RedisScript<List<String>> listScript(String name) {
        return (RedisScript) RedisScript.of(edited(name), List.class);
    }

    private <T> T run(RedisScript<T> script, Object... arguments) throws LeaseStoreUnavailable {
        List<String> texts = Arrays.stream(arguments).map(String::valueOf).toList();
        try {
            T answer = redis.execute(script, List.of(), texts).next().block(timeout);
            if (answer == null) throw new LeaseStoreUnavailable("Redis gave no answer", null);
            return answer;
        } catch (RuntimeException e) { // the edge: Spring's and Lettuce's errors, and Reactor's time-out
            throw new LeaseStoreUnavailable(
                    "Redis did not answer: " + e.getClass().getSimpleName(), e);
        }
    }

    private String edited(String name) {
        return edit.apply(source(name));
    }

    private static String source(String name) {
        return read("prelude.lua") + read(name + ".lua");
    }

    private static String read(String file) {
        try (InputStream in = Scripts.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) throw new IllegalArgumentException("no script " + file);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
