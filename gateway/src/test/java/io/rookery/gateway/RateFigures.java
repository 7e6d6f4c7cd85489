package io.rookery.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import tools.jackson.databind.json.JsonMapper;

/** What a rate costs: the same request with the file's key, which has none, and with one that has. Measurements on an idle machine, printed; they judge nothing, and run only where {@code -Dit.test=RateFigures} asks for them. */
class RateFigures {
    private static final int WARM_UP = 3_000;
    private static final int REQUESTS = 3_000;
    private static final int CALLERS = 16;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aRateCosts(@TempDir Path directory) throws Exception {
        try (var parts = new RealParts(directory);
                var gateway = SpringApplication.run(
                        GatewayApplication.class, parts.arguments().toArray(String[]::new))) {
            String url = "http://127.0.0.1:" + gateway.getEnvironment().getProperty("local.server.port");
            RedisClient redis = RedisClient.create(parts.redis.url());
            try (var connection = redis.connect()) {
                connection
                        .sync()
                        .hset("rookery:session:alice", Map.of("state", "READY", "desired", "RUNNING", "epoch", "1"));
            }
            String limited = keyWithARate(url);
            for (String key : List.of(RealParts.KEY, limited)) one(url, key, WARM_UP);
            for (int round = 1; round <= 3; round++) {
                print(round, "without a rate, one caller", one(url, RealParts.KEY, REQUESTS));
                print(round, "with a rate, one caller", one(url, limited, REQUESTS));
                print(round, "without a rate, " + CALLERS + " callers", many(url, RealParts.KEY));
                print(round, "with a rate, " + CALLERS + " callers", many(url, limited));
            }
            redis.shutdown();
        }
    }

    private String keyWithARate(String url) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/v1/keys"))
                .header("X-Api-Key", RealParts.KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"figures\",\"role\":\"viewer\",\"limit\":{\"perSecond\":10000,\"burst\":100000}}"))
                .build();
        String made = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return JsonMapper.shared().readTree(made).path("key").asString();
    }

    /** Nanoseconds of each. */
    private long[] one(String url, String key, int requests) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/v1/sessions/alice"))
                .header("X-Api-Key", key)
                .build();
        long[] times = new long[requests];
        for (int number = 0; number < requests; number++) {
            long begun = System.nanoTime();
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            times[number] = System.nanoTime() - begun;
            assertThat(status).isEqualTo(200);
        }
        return times;
    }

    private long[] many(String url, String key) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Callable<long[]>> work = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) work.add(() -> one(url, key, REQUESTS / CALLERS * 2));
            LongStream all = LongStream.empty();
            for (Future<long[]> done : callers.invokeAll(work)) all = LongStream.concat(all, Arrays.stream(done.get()));
            return all.toArray();
        }
    }

    private static void print(int round, String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.println(String.format(
                Locale.ROOT,
                "figure: round %d, %s: p50 %.2f ms, p99 %.2f ms (n = %d)",
                round,
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos.length));
    }
}
