package io.rookery.gateway.limit.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.rookery.gateway.key.KeyLimit;
import io.rookery.gateway.limit.RateLimiter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A bucket for each key under {@code rookery:limit:<key id>}, by one script and Redis' own clock: one round trip, and gateways whose clocks differ count the same. A bucket that is full is forgotten. */
final class RedisRateLimiter implements RateLimiter {
    private static final Logger log = LoggerFactory.getLogger(RedisRateLimiter.class);
    private static final String BUCKET = "rookery:limit:";
    private static final long PAUSE = Duration.ofMillis(500).toNanos();

    private final RedisReactiveCommands<String, String> redis;
    private final Duration patience;
    private final LongSupplier nanos;
    private final String script = script();
    private final String digest;
    /** Before this nobody asks: the last one waited in vain. 0 where it did not. */
    private final AtomicLong notBefore = new AtomicLong();

    /** @param nanos a monotonic clock */
    RedisRateLimiter(RedisReactiveCommands<String, String> redis, Duration patience, LongSupplier nanos) {
        this.redis = redis;
        this.patience = patience;
        this.nanos = nanos;
        this.digest = redis.digest(script);
    }

    @Override
    public Mono<Verdict> take(String keyId, KeyLimit limit) {
        return Mono.defer(() -> mayAsk() ? asked(keyId, limit) : Mono.empty());
    }

    private Mono<Verdict> asked(String keyId, KeyLimit limit) {
        String[] keys = {BUCKET + keyId};
        String[] values = {Integer.toString(limit.perSecond()), Integer.toString(limit.burst())};
        return redis.<Long>evalsha(digest, ScriptOutputType.MULTI, keys, values)
                .onErrorResume(
                        RedisNoScriptException.class,
                        ignored -> redis.eval(script, ScriptOutputType.MULTI, keys, values))
                .collectList()
                .map(RedisRateLimiter::verdict)
                .timeout(patience)
                .doOnNext(ignored -> answered())
                // Off Redis' own threads, which are two.
                .publishOn(Schedulers.parallel())
                .onErrorResume(error -> {
                    silent();
                    return Mono.empty();
                });
    }

    /** The script's one answer may come as a list, or as its parts. */
    private static Verdict verdict(List<?> answer) {
        List<?> parts = answer.size() == 1 && answer.getFirst() instanceof List<?> whole ? whole : answer;
        return new Verdict(number(parts, 0) == 1, number(parts, 1), micros(parts, 2), micros(parts, 3));
    }

    private static long number(List<?> parts, int place) {
        return ((Number) parts.get(place)).longValue();
    }

    private static Duration micros(List<?> parts, int place) {
        return Duration.of(number(parts, place), ChronoUnit.MICROS);
    }

    private boolean mayAsk() {
        long at = notBefore.get();
        if (at == 0) return true;
        long now = nanos.getAsLong();
        // One of many asks again.
        return now - at >= 0 && notBefore.compareAndSet(at, after(now));
    }

    private void silent() {
        if (notBefore.getAndSet(after(nanos.getAsLong())) == 0)
            log.atWarn().log("Redis does not tell rates in time; requests are let through");
    }

    private void answered() {
        if (notBefore.getAndSet(0) != 0) log.atWarn().log("Redis tells rates again");
    }

    /** Never 0, which stands for nothing. */
    private static long after(long now) {
        long at = now + PAUSE;
        return at == 0 ? 1 : at;
    }

    private static String script() {
        try (InputStream script = RedisRateLimiter.class.getResourceAsStream("/io/rookery/gateway/limit/take.lua")) {
            if (script == null) throw new IllegalStateException("the script of the buckets is missing");
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
