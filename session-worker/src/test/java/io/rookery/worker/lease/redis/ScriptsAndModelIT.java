package io.rookery.worker.lease.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.SessionId;
import io.rookery.quickstart.RedisServer;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.InMemoryLeaseStore;
import io.rookery.worker.lease.LeaseHistory;
import io.rookery.worker.lease.LeaseRecovery;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseTimes;
import io.rookery.worker.simulation.Safeguard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * Redis' scripts and the model that simulations rest on answer alike, and keep the same records, over the same random histories: expiry, loss of memory, quarantine and rebuild included.
 * The scripts get their time and the run of their server from keys that the test sets. {@code -Dlease.histories=2000} compares more.
 */
class ScriptsAndModelIT {
    private static final int HISTORIES = Integer.getInteger("lease.histories", 100);
    private static final int STEPS = 120;
    private static final Map<String, String> DEFAULTS = Map.of(
            "opos",
            "0",
            "oepoch",
            "0",
            "closing",
            "-1",
            "starting",
            "-1",
            "expiry",
            "0",
            "ended",
            "",
            "usage",
            "",
            "user",
            "",
            "usersince",
            "-1");
    private static RedisServer redis;
    private static LettuceConnectionFactory connections;
    private static ReactiveStringRedisTemplate template;
    private static RedisLeaseStore scripts;

    @BeforeAll
    static void start(@TempDir Path directory) {
        redis = new RedisServer(directory);
        redis.start();
        connections = Connections.to(redis);
        template = new ReactiveStringRedisTemplate(connections);
        scripts = new RedisLeaseStore(
                new Scripts(template, Duration.ofSeconds(10), ScriptsAndModelIT::onTestKeys),
                LeaseTimes.DEFAULT,
                Duration.ofDays(7));
    }

    @AfterAll
    static void stop() {
        connections.destroy();
        redis.stop();
    }

    private static String onTestKeys(String source) {
        String edited = source.replace("local clock = redis.call('TIME')\n", "")
                .replace("clock[1] * 1000 + math.floor(clock[2] / 1000)", "tonumber(redis.call('GET', 'test:now'))")
                .replace("string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')", "redis.call('GET', 'test:run')");
        assertThat(edited).doesNotContain("'TIME'", "'INFO'");
        return edited;
    }

    @Test
    void theSameHistory_hasTheSameAnswers_andLeavesTheSameRecords() throws Exception {
        int amnesias = 0;
        int different = 0;
        Set<String> kinds = new TreeSet<>();
        for (long seed = 0; seed < HISTORIES; seed++) {
            var both = new Both(seed, rule -> true);
            both.play();
            amnesias += both.amnesias;
            different += both.kinds();
            kinds.addAll(both.answers.keySet());
        }
        assertThat(amnesias).as("answers without a memory").isGreaterThan(HISTORIES);
        assertThat(different).as("not always the same answer").isGreaterThan(5 * HISTORIES);
        // A refusal is too rare for chance: the contract has it.
        assertThat(kinds).as("answers about users").contains("USER_CHANGED", "[s0, s1]");
    }

    /** The comparison is worth something: it tells each rule of the record from its absence. */
    @ParameterizedTest
    @EnumSource(
            value = Safeguard.class,
            names = {
                "TOKEN",
                "EPOCH_MATCH",
                "EPOCH_UP",
                "SEEN",
                "DONE_SKIP",
                "DONE_UP",
                "MODE",
                "FLOOR",
                "TOMBSTONE",
                "NO_TAKEBACK",
                "MARKER",
                "QUARANTINE",
                "QUARANTINE_OWN",
                "REBUILD_TOKEN",
                "REGISTER"
            })
    void aModelWithoutARule_isFoundOut(Safeguard rule) {
        boolean same = LongStream.range(0, HISTORIES).allMatch(seed -> isSame(seed, rule));
        assertThat(same).as("the scripts behave as if they had no " + rule).isFalse();
    }

    private static boolean isSame(long seed, Safeguard without) {
        try {
            new Both(seed, rule -> rule != without).play();
            return true;
        } catch (AssertionError | Exception e) { // the answers differ, or one of the two can't answer any more
            return false;
        }
    }

    /** One history, on both. */
    private static final class Both {
        private final long seed;
        private final Random random;
        private final AtomicLong now = new AtomicLong(1_790_000_000_000L);
        private final InMemoryLeaseStore model;
        private final LeaseHistory history;
        private final List<String> told = new ArrayList<>();
        private final Map<String, Integer> answers = new TreeMap<>();
        private int runs;
        private int amnesias;

        Both(long seed, Predicate<Safeguard> on) {
            this.seed = seed;
            this.model = new InMemoryLeaseStore(LeaseTimes.DEFAULT, now::get, on);
            this.random = new Random(seed + 1_000_000);
            this.history = new LeaseHistory(seed, now.get());
            run("return redis.call('FLUSHALL')");
            set("test:run", "run-0");
        }

        void play() throws Exception {
            rebuild();
            for (int i = 0; i < STEPS; i++) {
                pass(random.nextInt(20) == 0 ? random.nextInt(31_000) : random.nextInt(900));
                switch (random.nextInt(60)) {
                    case 0 -> forget();
                    case 1 -> restart();
                    case 2, 3, 4 -> rebuild();
                    default -> compare(history.next(now.get()));
                }
            }
            assertThat(records()).as(this::story).isEqualTo(model.records());
            assertThat(answered()).as(this::story).isEqualTo(withoutEmpty(model.answered()));
        }

        int kinds() {
            return answers.size();
        }

        private void pass(long millis) {
            set("test:now", Long.toString(now.addAndGet(millis)));
        }

        private void rebuild() throws Exception {
            pass(random.nextBoolean() ? 0 : LeaseTimes.DEFAULT.ttl().toMillis() + 1);
            for (LeaseHistory.Step step : history.rebuild()) compare(step);
        }

        private void forget() {
            told.add("FLUSHALL");
            model.forget();
            run("for _, k in ipairs(redis.call('KEYS', 'rookery:*')) do redis.call('DEL', k) end return 'OK'");
        }

        /** What was written within the next steps is lost. */
        private void restart() throws Exception {
            var saved = model.contents();
            run(
                    "for _, k in ipairs(redis.call('KEYS', 'rookery:*')) do redis.call('SET', 'saved:' .. k, redis.call('DUMP', k)) end return 'OK'");
            for (int i = random.nextInt(4); i > 0; i--) compare(history.next(now.get()));
            String name = "run-" + ++runs;
            told.add("RESTART");
            model.restart(saved, name);
            set("test:run", name);
            run(
                    "for _, k in ipairs(redis.call('KEYS', 'rookery:*')) do redis.call('DEL', k) end "
                            + "for _, k in ipairs(redis.call('KEYS', 'saved:*')) do redis.call('RESTORE', string.sub(k, 7), 0, redis.call('GET', k)) redis.call('DEL', k) end return 'OK'");
        }

        private void compare(LeaseHistory.Step step) throws Exception {
            String expected = answer(step, model, model);
            told.add(step.text() + " → " + expected);
            answers.merge(expected, 1, Integer::sum);
            if (expected.equals("AMNESIA")) amnesias++;
            assertThat(answer(step, scripts, scripts)).as(this::story).isEqualTo(expected);
        }

        private static String answer(LeaseHistory.Step step, LeaseStore store, LeaseRecovery recovery)
                throws Exception {
            try {
                return String.valueOf(step.call().ask(store, recovery));
            } catch (Amnesia e) {
                return "AMNESIA";
            }
        }

        private Map<SessionId, Map<String, String>> records() {
            Map<SessionId, Map<String, String>> all = new TreeMap<>();
            for (var session : model.records().entrySet()) {
                Map<String, String> hash = new TreeMap<>();
                for (String field : session.getValue().keySet())
                    hash.put(field, field("rookery:session:" + session.getKey(), field));
                all.put(session.getKey(), hash);
            }
            Long kept = template.keys("rookery:session:*").count().block();
            assertThat(kept).as("records").isEqualTo(all.size());
            return all;
        }

        private static String field(String key, String field) {
            Object value = template.opsForHash().get(key, field).block();
            return value == null ? DEFAULTS.getOrDefault(field, "?") : value.toString();
        }

        private Map<SessionId, Map<String, Long>> answered() {
            Map<SessionId, Map<String, Long>> all = new TreeMap<>();
            for (String key : Objects.requireNonNull(
                    template.keys("rookery:answered:*").collectList().block())) {
                Map<String, Long> ids = new TreeMap<>();
                for (var id : Objects.requireNonNull(template.opsForZSet()
                        .rangeWithScores(key, Range.unbounded())
                        .collectList()
                        .block()))
                    ids.put(String.valueOf(id.getValue()), Math.round(Objects.requireNonNull(id.getScore())));
                all.put(new SessionId(key.substring("rookery:answered:".length())), ids);
            }
            return all;
        }

        private static Map<SessionId, Map<String, Long>> withoutEmpty(Map<SessionId, Map<String, Long>> all) {
            all.values().removeIf(Map::isEmpty);
            return all;
        }

        private String story() {
            return "history %d:\n%s\n".formatted(seed, String.join("\n", told));
        }

        private static void set(String key, String value) {
            template.opsForValue().set(key, value).block();
        }

        private static void run(String script) {
            template.execute(RedisScript.of(script, String.class)).blockLast();
        }
    }
}
