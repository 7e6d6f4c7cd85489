package io.rookery.gateway;

import io.lettuce.core.RedisClient;
import io.rookery.events.CloudEventCodec;
import io.rookery.events.DecodedCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many commands a gateway takes, how quickly it answers at half of that, and what a client sees of one gateway of two that is killed. Measurements on an idle machine, printed; they judge nothing,
 * and run only where {@code -Dit.test=GatewayFigures} asks for them.
 */
class GatewayFigures {
    private static final int CALLERS = 32;
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int MOST_TRIES = 20;

    @TempDir
    Path directory;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    @Test
    void commandsAndReads() throws Exception {
        try (RealParts parts = new RealParts(directory);
                var gateway = new GatewayProgram(parts, 18_097, 18_096)) {
            session(parts);
            saturate(gateway, "warm-up", this::send);
            double commands = saturate(gateway, "commands", this::send);
            atRate(gateway, "commands", commands / 2, this::send);
            saturate(gateway, "warm-up", this::read);
            double reads = saturate(gateway, "GET of a session", this::read);
            atRate(gateway, "GET of a session", reads / 2, this::read);
        }
    }

    @Test
    void oneOfTwoIsKilled() throws Exception {
        try (RealParts parts = new RealParts(directory);
                var first = new GatewayProgram(parts, 18_097, 18_096);
                var second = new GatewayProgram(parts, 18_095, 18_094)) {
            session(parts);
            saturate(first, "warm-up", this::send);
            saturate(second, "warm-up", this::send);
            List<String> urls = List.of(first.url(), second.url());
            Set<String> taken = ConcurrentHashMap.newKeySet();
            AtomicInteger retried = new AtomicInteger();
            AtomicInteger givenUp = new AtomicInteger();
            long end = System.nanoTime() + TIME.toNanos();
            try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
                for (int caller = 0; caller < CALLERS; caller++) {
                    int own = caller;
                    callers.submit(() -> {
                        for (int number = 0; System.nanoTime() < end; number++) {
                            String id = "kill-" + own + "-" + number;
                            int tries = 1;
                            while (!isTaken(urls.get((own + number + tries) % 2), id) && tries <= MOST_TRIES) {
                                tries++;
                                Thread.sleep(100);
                            }
                            if (tries > 1) retried.incrementAndGet();
                            if (tries <= MOST_TRIES) taken.add(id);
                            else givenUp.incrementAndGet();
                        }
                        return null;
                    });
                }
                Thread.sleep(TIME.dividedBy(2));
                first.process.destroyForcibly();
            }
            Map<String, Integer> written = written(parts);
            print(
                    "one of two gateways killed: %d commands taken, %d of them after a repeat with the same key, %d given up; not on the topic: %d; on it more than once, for admission to drop: %d",
                    taken.size(),
                    retried.get(),
                    givenUp.get(),
                    taken.stream().filter(id -> !written.containsKey(id)).count(),
                    taken.stream().filter(id -> written.getOrDefault(id, 0) > 1).count());
        }
    }

    private boolean isTaken(String url, String id) throws InterruptedException {
        try {
            return http.send(send(url, id), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 202;
        } catch (IOException e) {
            return false;
        }
    }

    /** A request of a kind. */
    private interface Kind {
        HttpRequest to(String url, String id);
    }

    private HttpRequest send(String url, String id) {
        return HttpRequest.newBuilder(URI.create(url + "/v1/sessions/alice/messages"))
                .timeout(Duration.ofSeconds(2))
                .header("X-Api-Key", RealParts.KEY)
                .header("Idempotency-Key", id)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"to\":\"+491700000002\",\"text\":\"hello\"}"))
                .build();
    }

    private HttpRequest read(String url, String id) {
        return HttpRequest.newBuilder(URI.create(url + "/v1/sessions/alice"))
                .timeout(Duration.ofSeconds(2))
                .header("X-Api-Key", RealParts.KEY)
                .build();
    }

    /** As many as are answered; a second. */
    private double saturate(GatewayProgram gateway, String what, Kind kind) throws Exception {
        AtomicLong good = new AtomicLong();
        AtomicLong bad = new AtomicLong();
        Duration own = own();
        Duration gateways = gateway.cpu();
        long begun = System.nanoTime();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int caller = 0; caller < CALLERS; caller++) {
                int number = caller;
                callers.submit(() -> {
                    for (int turn = 0; System.nanoTime() - begun < TIME.toNanos(); turn++)
                        (isGood(kind.to(gateway.url(), what.charAt(0) + "-" + number + "-" + turn + "-" + begun))
                                        ? good
                                        : bad)
                                .incrementAndGet();
                    return null;
                });
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        print(
                "%s, %d callers: %.0f a second (%d refused); CPU of the gateway %.0f %%, of the callers %.0f %% of a core",
                what,
                CALLERS,
                good.get() / seconds,
                bad.get(),
                gateway.cpu().minus(gateways).toMillis() / seconds / 10,
                own().minus(own).toMillis() / seconds / 10);
        return good.get() / seconds;
    }

    /**
     * Calls at even distances, whether earlier ones are answered or not; times are counted from when a call was due. The JVMs compile for the first seconds of each new way of use, and share the cores
     * with what is measured: so it runs three times as long as is measured, and both ends are told.
     */
    private void atRate(GatewayProgram gateway, String what, double rate, Kind kind) throws Exception {
        Queue<Call> calls = new ConcurrentLinkedQueue<>();
        AtomicInteger bad = new AtomicInteger();
        long begun = System.nanoTime();
        int all = (int) (rate * TIME.multipliedBy(3).toSeconds());
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < all; number++) {
                long due = begun + (long) (number * 1e9 / rate);
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                String id = "rate-" + number + "-" + begun;
                callers.submit(() -> {
                    long called = System.nanoTime();
                    if (isGood(kind.to(gateway.url(), id)))
                        calls.add(new Call(due - begun, called - due, System.nanoTime() - due));
                    else bad.incrementAndGet();
                    return null;
                });
            }
        }
        for (int part : new int[] {0, 2}) {
            List<Call> counted = calls.stream()
                    .filter(call -> call.due() / TIME.toNanos() == part)
                    .toList();
            print(
                    "%s at %.0f a second, second %d to %d: p50 %.1f ms, p99 %.1f ms, at most %.1f ms (n = %d); the caller itself was late by p99 %.1f ms; refused in all %d",
                    what,
                    rate,
                    part * TIME.toSeconds(),
                    (part + 1) * TIME.toSeconds(),
                    millis(counted, Call::took, 0.5),
                    millis(counted, Call::took, 0.99),
                    millis(counted, Call::took, 1),
                    counted.size(),
                    millis(counted, Call::late, 0.99),
                    bad.get());
        }
    }

    /**
     * A call that was answered; all in nanoseconds.
     *
     * @param due since the beginning
     * @param late from then until the caller was on it
     * @param took from then until the answer
     */
    private record Call(long due, long late, long took) {}

    private static double millis(List<Call> calls, ToLongFunction<Call> time, double share) {
        long[] sorted = calls.stream().mapToLong(time).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))] / 1e6;
    }

    private boolean isGood(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 300;
        } catch (IOException e) {
            return false;
        }
    }

    private static Duration own() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static void session(RealParts parts) {
        try (RedisClient redis = RedisClient.create(parts.redis.url());
                var connection = redis.connect()) {
            connection
                    .sync()
                    .hset("rookery:session:alice", Map.of("state", "READY", "desired", "RUNNING", "epoch", "1"));
        }
    }

    /** How often each command is on the topic. */
    private static Map<String, Integer> written(RealParts parts) {
        Map<String, Integer> found = new HashMap<>();
        Map<String, Object> config = Map.of("bootstrap.servers", parts.kafka.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            consumer.partitionsFor("rookery.commands")
                    .forEach(info -> all.add(new TopicPartition(info.topic(), info.partition())));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L)))
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (CloudEventCodec.decodeCommand(record.value()) instanceof DecodedCommand.Valid valid)
                        found.merge(valid.message().id().value(), 1, Integer::sum);
                });
        }
        return found;
    }

    private static void print(String format, Object... values) {
        System.out.println("figure: " + String.format(Locale.ROOT, format, values));
    }
}
