package io.rookery.worker.lease.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.WorkerId;
import io.rookery.events.redis.WorkerKeys;
import io.rookery.quickstart.RedisServer;
import io.rookery.worker.lease.redis.RedisWorkerDirectory.Namesake;
import io.rookery.worker.lease.redis.RedisWorkerDirectory.Noted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

class RedisWorkerDirectoryIT {
    private static final WorkerId WORKER = new WorkerId("worker-1");
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration CALL = Duration.ofSeconds(30);

    private static RedisServer redis;
    private static LettuceConnectionFactory connections;
    private static ReactiveStringRedisTemplate template;

    private RedisWorkerDirectory directory;

    @BeforeAll
    static void start(@TempDir Path folder) {
        redis = new RedisServer(folder);
        redis.start();
        connections = Connections.to(redis);
        template = new ReactiveStringRedisTemplate(connections);
    }

    @AfterAll
    static void stop() {
        connections.destroy();
        redis.stop();
    }

    @BeforeEach
    void fresh() {
        template.execute(connection -> connection.serverCommands().flushAll()).blockLast();
        directory = new RedisWorkerDirectory(template, Duration.ofSeconds(15), CALL);
    }

    @Test
    void aSecondHomeUnderTheName_isRefusedAndChangesNothing() {
        assertThat(directory.signOfLife(WORKER, "home-a", facts("incarnation", "1")))
                .isInstanceOf(Noted.class);
        assertThat(directory.signOfLife(WORKER, "home-b", facts("incarnation", "2")))
                .isInstanceOfSatisfying(Namesake.class, other -> {
                    assertThat(other.host()).isEqualTo("here");
                    assertThat(other.pid()).isEqualTo("17");
                    assertThat(other.ago()).isLessThan(Duration.ofSeconds(15));
                });
        assertThat(entry()).containsEntry("home", "home-a").containsEntry("incarnation", "1");
    }

    @Test
    void theSameHome_isAnEarlierLifeOfTheWorker_andNothingOfItIsLeft() {
        directory.signOfLife(WORKER, "home-a", facts("incarnation", "1", "left", "over"));
        assertThat(directory.signOfLife(WORKER, "home-a", facts("incarnation", "2")))
                .isInstanceOf(Noted.class);
        assertThat(entry()).containsEntry("incarnation", "2").doesNotContainKey("left");
    }

    @Test
    void aNameIsFreeAgain_whenItsWorkerGaveNoSignOfLifeForAWhile() {
        var impatient = new RedisWorkerDirectory(template, SOON, CALL);
        impatient.signOfLife(WORKER, "home-a", facts());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> impatient.signOfLife(WORKER, "home-b", facts()) instanceof Noted);
        assertThat(entry()).containsEntry("home", "home-b");
    }

    @Test
    void aWorkerThatStops_removesItsOwnEntryOnly() {
        directory.signOfLife(WORKER, "home-a", facts());
        directory.gone(WORKER, "home-b");
        assertThat(entry()).isNotEmpty();
        directory.gone(WORKER, "home-a");
        assertThat(entry()).isEmpty();
        assertThat(template.opsForZSet().size(WorkerKeys.WORKERS).block()).isZero();
    }

    @Test
    void ofManyThatStartAtOnce_oneHasTheName() throws Exception {
        try (ExecutorService starts = Executors.newFixedThreadPool(8)) {
            List<Future<RedisWorkerDirectory.Answer>> answers = new ArrayList<>();
            for (int home = 0; home < 8; home++) {
                String name = "home-" + home;
                answers.add(starts.submit(() -> directory.signOfLife(WORKER, name, facts())));
            }
            int winners = 0;
            for (var answer : answers) if (answer.get() instanceof Noted) winners++;
            assertThat(winners).isEqualTo(1);
        }
    }

    @Test
    void everyWorkerHears_howFullTheEmptiestOfTheOthersIs() {
        assertThat(tell("w1", "2", "20", "false")).as("nobody else").isInfinite();
        assertThat(tell("w2", "8", "20", "false")).isEqualTo(0.1);
        assertThat(tell("w3", "0", "20", "true")).as("its own does not count").isEqualTo(0.1);
        assertThat(tell("w1", "2", "20", "false")).as("nor one that is drained").isEqualTo(0.4);
        directory.gone(new WorkerId("w2"), "home-w2");
        assertThat(tell("w1", "2", "20", "false")).isInfinite();
    }

    @Test
    void aWorkerThatIsSilent_isNotWaitedFor() {
        directory = new RedisWorkerDirectory(template, SOON, CALL);
        tell("w1", "0", "20", "false");
        await().atMost(Duration.ofSeconds(60)).until(() -> tell("w2", "1", "20", "false") == Double.POSITIVE_INFINITY);
    }

    @Test
    void memoryCounts_whereItIsScarcerThanSlots() {
        directory.signOfLife(
                new WorkerId("w1"),
                "home-w1",
                facts(
                        "sessions",
                        "1",
                        "slots",
                        "20",
                        "memoryUsed",
                        "750",
                        "memoryBudget",
                        "1000",
                        "draining",
                        "false"));
        assertThat(tell("w2", "1", "20", "false")).isEqualTo(0.75);
    }

    private double tell(String worker, String sessions, String slots, String draining) {
        var answer = directory.signOfLife(
                new WorkerId(worker),
                "home-" + worker,
                facts("sessions", sessions, "slots", slots, "draining", draining));
        return answer instanceof Noted(var leastLoad) ? leastLoad : Double.NaN;
    }

    private static Map<String, String> facts(String... more) {
        Map<String, String> facts = new HashMap<>(Map.of("host", "here", "pid", "17"));
        for (int at = 0; at < more.length; at += 2) facts.put(more[at], more[at + 1]);
        return facts;
    }

    private static Map<Object, Object> entry() {
        return Objects.requireNonNull(template.opsForHash()
                .entries(WorkerKeys.worker(WORKER))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .block());
    }
}
