package io.rookery.gateway.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.rookery.events.SessionId;
import io.rookery.events.redis.OrderKeys;
import io.rookery.gateway.session.SessionRecords.RedisUnavailable;
import io.rookery.gateway.session.redis.RedisCalls;
import io.rookery.quickstart.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders to log in detail, in a real Redis. */
class RedisSessionLoggingIT {
    private static final SessionId ALICE = new SessionId("alice");
    private static final SessionId BOB = new SessionId("bob");

    @TempDir
    static Path directory;

    private static RedisServer redis;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;
    private static final List<String> SIGNALS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        redis = new RedisServer(directory.resolve("redis"));
        redis.start();
        client = RedisClient.create(redis.url());
        connection = client.connect();
        StatefulRedisPubSubConnection<String, String> listening = client.connectPubSub();
        listening.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                SIGNALS.add(channel + " " + message);
            }
        });
        listening.sync().subscribe(OrderKeys.CHANNEL);
    }

    @AfterAll
    static void stop() {
        client.shutdown();
        redis.close();
    }

    @BeforeEach
    void fresh() {
        connection.sync().flushall();
        SIGNALS.clear();
    }

    @Test
    void anOrder_isThereForItsTime_andItsOwnerIsToldAtOnce() {
        connection.sync().hset("rookery:session:alice", "owner", "w1/life-2/7");
        RedisSessionLogging logging = logging(Duration.ofSeconds(5));
        logging.detailed(ALICE, Duration.ofMinutes(3)).block();
        assertThat(connection.sync().get(OrderKeys.logging(ALICE))).isEqualTo(OrderKeys.DEBUG);
        assertThat(connection.sync().pttl(OrderKeys.logging(ALICE))).isBetween(170_000L, 180_000L);
        assertThat(logging.left(ALICE).blockOptional())
                .hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofSeconds(170), Duration.ofMinutes(3)));
        assertThat(logging.left(BOB).blockOptional()).isEmpty();
        await().until(() -> SIGNALS.equals(List.of(OrderKeys.CHANNEL + " w1")));
    }

    @Test
    void aLaterOrder_takesThePlaceOfAnEarlierOne() {
        RedisSessionLogging logging = logging(Duration.ofSeconds(5));
        logging.detailed(ALICE, Duration.ofMinutes(100)).block();
        logging.detailed(ALICE, Duration.ofMinutes(1)).block();
        assertThat(connection.sync().pttl(OrderKeys.logging(ALICE))).isBetween(50_000L, 60_000L);
    }

    @Test
    void itEndsByItself_andWhenItIsTakenBack() {
        connection.sync().hset("rookery:session:alice", "owner", "w1/life-2/7");
        RedisSessionLogging logging = logging(Duration.ofSeconds(5));
        logging.detailed(BOB, Duration.ofMillis(300)).block();
        logging.detailed(ALICE, Duration.ofMinutes(1)).block();
        logging.ordinary(ALICE).block();
        assertThat(connection.sync().exists(OrderKeys.logging(ALICE))).isZero();
        await().until(() -> SIGNALS.equals(List.of(OrderKeys.CHANNEL + " w1", OrderKeys.CHANNEL + " w1")));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> logging.left(BOB).blockOptional().isEmpty());
        logging.ordinary(BOB).block(); // may be repeated
    }

    @Test
    void aSessionWithoutAnOwner_hasNobodyToBeTold_andKeepsItsOrder() {
        connection.sync().hset("rookery:session:alice", "owner", "");
        RedisSessionLogging logging = logging(Duration.ofSeconds(5));
        logging.detailed(ALICE, Duration.ofMinutes(1)).block();
        logging.detailed(BOB, Duration.ofMinutes(1)).block();
        connection.sync().publish(OrderKeys.CHANNEL, "the last one");
        await().until(() -> !SIGNALS.isEmpty());
        assertThat(SIGNALS).containsExactly(OrderKeys.CHANNEL + " the last one");
        assertThat(logging.left(ALICE).blockOptional()).isPresent();
    }

    @Test
    void aRedisThatHangs_isSaidSo() {
        RedisSessionLogging logging = logging(Duration.ofMillis(100));
        connection.async().clientPause(5_000);
        assertThatThrownBy(() -> logging.detailed(ALICE, Duration.ofMinutes(1)).block())
                .isInstanceOf(RedisUnavailable.class);
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> logging.left(BOB).blockOptional().isEmpty());
    }

    private static RedisSessionLogging logging(Duration patience) {
        return new RedisSessionLogging(new RedisCalls(connection.reactive(), patience, System::nanoTime));
    }
}
