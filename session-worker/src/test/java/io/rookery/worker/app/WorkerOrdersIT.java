package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import io.rookery.events.redis.OrderKeys;
import io.rookery.events.redis.WorkerOrder;
import io.rookery.quickstart.RedisServer;
import io.rookery.worker.lease.redis.Connections;
import io.rookery.worker.lease.redis.RedisOrders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** Orders in a real Redis. */
class WorkerOrdersIT {
    private static final WorkerId WORKER = new WorkerId("w1");
    private static final SessionId ALICE = new SessionId("alice");
    private static final SessionId BOB = new SessionId("bob");

    private static RedisServer server;
    private static LettuceConnectionFactory connections;
    private static ReactiveStringRedisTemplate redis;

    private final List<String> done = new ArrayList<>();
    private Set<SessionId> logged = Set.of();
    private final Map<SessionId, String> owned = new LinkedHashMap<>();
    private WorkerOrders orders;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = new RedisServer(folder);
        server.start();
        connections = Connections.to(server);
        redis = new ReactiveStringRedisTemplate(connections);
    }

    @AfterAll
    static void stop() {
        connections.destroy();
        server.stop();
    }

    @BeforeEach
    void fresh() {
        redis.execute(connection -> connection.serverCommands().flushAll()).blockLast();
        orders = new WorkerOrders(new RedisOrders(redis, Duration.ofSeconds(30)), WORKER, "life-2", new Target());
    }

    @Test
    void anOrderIsCarriedOutOnce() {
        order(WorkerOrder.Kind.DRAIN, "life-2");
        orders.carryOut();
        orders.carryOut();
        assertThat(done).containsExactly("drain");
        order(WorkerOrder.Kind.RESUME, "life-2");
        orders.carryOut();
        assertThat(done).containsExactly("drain", "resume");
    }

    @Test
    void anOrderForAnEarlierLife_isVoid() {
        order(WorkerOrder.Kind.DRAIN, "life-1");
        orders.carryOut();
        assertThat(done).isEmpty();
        assertThat(redis.hasKey(OrderKeys.worker(WORKER)).block()).isFalse();
    }

    @Test
    void whatIsNoOrderThatItKnows_isLeftAlone() {
        redis.opsForValue().set(OrderKeys.worker(WORKER), "EXPLODE life-2").block();
        orders.carryOut();
        assertThat(done).isEmpty();
    }

    @Test
    void aSessionIsMoved_whereThisOwnerIsMeant() {
        owned.put(ALICE, "w1/life-2/7");
        owned.put(BOB, "w1/life-2/8");
        move(ALICE, "w1/life-2/7");
        move(BOB, "w1/life-2/3");
        orders.carryOut();
        assertThat(done).containsExactly("move alice");
        assertThat(redis.hasKey(OrderKeys.move(ALICE)).block()).isFalse();
        // An earlier claim of this worker was meant: over.
        assertThat(redis.hasKey(OrderKeys.move(BOB)).block()).isFalse();
    }

    @Test
    void anOrderForAnotherOwner_isLeftToIt() {
        owned.put(ALICE, "w1/life-2/7");
        move(ALICE, "w2/other/1");
        orders.carryOut();
        assertThat(done).isEmpty();
        assertThat(redis.hasKey(OrderKeys.move(ALICE)).block()).isTrue();
    }

    /** Whoever owns it: a new owner of the session finds the same order. */
    @Test
    void aSessionIsLoggedInDetail_whileThatIsWanted() {
        owned.put(ALICE, "w1/life-2/7");
        owned.put(BOB, "w1/life-2/8");
        redis.opsForValue().set(OrderKeys.logging(ALICE), OrderKeys.DEBUG).block();
        redis.opsForValue().set(OrderKeys.logging(BOB), "everything").block();
        orders.carryOut();
        orders.carryOut();
        assertThat(logged).isEqualTo(Set.of(ALICE));
        assertThat(redis.hasKey(OrderKeys.logging(ALICE)).block()).isTrue();
        redis.delete(OrderKeys.logging(ALICE)).block();
        orders.carryOut();
        assertThat(logged).isEmpty();
        assertThat(done).isEmpty();
    }

    @Test
    void aWorkerThatStops_isNotToldToGoOn() {
        order(WorkerOrder.Kind.RESUME, "life-2");
        orders.stop();
        orders.carryOut();
        assertThat(done).isEmpty();
    }

    @Test
    void aSignalEndsTheWait_whereItNamesThisWorker() {
        var waiting = CompletableFuture.runAsync(() -> orders.await(60_000));
        orders.signal("w2");
        assertThat(waiting).isNotDone();
        orders.signal("w1");
        await().atMost(Duration.ofSeconds(60)).until(waiting::isDone);
    }

    private static void order(WorkerOrder.Kind kind, String incarnation) {
        redis.opsForValue()
                .set(OrderKeys.worker(WORKER), new WorkerOrder(kind, incarnation).encoded())
                .block();
    }

    private static void move(SessionId session, String owner) {
        redis.opsForValue().set(OrderKeys.move(session), owner).block();
    }

    private final class Target implements WorkerOrders.Target {
        @Override
        public void log(Set<SessionId> sessions) {
            logged = Set.copyOf(sessions);
        }

        @Override
        public Map<SessionId, String> owned() {
            return owned;
        }

        @Override
        public void move(SessionId session) {
            done.add("move " + session);
        }

        @Override
        public void drain() {
            done.add("drain");
        }

        @Override
        public void resume() {
            done.add("resume");
        }
    }
}
