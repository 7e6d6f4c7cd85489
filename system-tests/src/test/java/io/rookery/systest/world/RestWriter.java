package io.rookery.systest.world;

import io.rookery.events.Command;
import io.rookery.systest.check.Written;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of the gateway as it should be: what is not taken – whatever the answer, or without one – is asked for again with the same {@code Idempotency-Key} until it is.
 * Returns at once; calls run beside each other. Safe for use by many threads.
 */
public final class RestWriter implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofMillis(300);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("rest-writer").daemon().unstarted(task));
    private final String base;
    private final String key;
    private final Queue<Written> taken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    /** @param base of the gateway, without a slash at the end */
    public RestWriter(String base, String key) {
        this.base = base;
        this.key = key;
    }

    /** Sends a text. */
    public void write(String session, String id, Command.SendMessage command) {
        var request = HttpRequest.newBuilder(URI.create(base + "/v1/sessions/" + session + "/messages"))
                .timeout(CALL)
                .header("X-Api-Key", key)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", id)
                .POST(BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("to", command.to(), "text", command.text()))))
                .build();
        open.incrementAndGet();
        attempt(request, new Written(session, id, command, Instant.now(), -1, -1));
    }

    private void attempt(HttpRequest request, Written command) {
        var _ = http.sendAsync(request, BodyHandlers.ofString()).whenComplete((answer, failure) -> {
            answers.merge(name(answer, failure), 1, Integer::sum);
            if (answer != null && answer.statusCode() == 202) {
                taken.add(command);
                open.decrementAndGet();
            } else if (!clock.isShutdown()) {
                var _ = clock.schedule(() -> attempt(request, command), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    private static String name(@Nullable HttpResponse<String> answer, @Nullable Throwable failure) {
        if (answer == null) return failure == null ? "nothing" : "no answer";
        if (answer.statusCode() / 100 == 2) return Integer.toString(answer.statusCode());
        try {
            return answer.statusCode() + " "
                    + JSON.readTree(answer.body()).path("code").asString("");
        } catch (JacksonException notJson) {
            return Integer.toString(answer.statusCode());
        }
    }

    /** What the gateway has said that it has taken. */
    public List<Written> taken() {
        return List.copyOf(taken);
    }

    /** How often each answer came, by status and code. */
    public Map<String, Integer> answers() {
        return new TreeMap<>(answers);
    }

    /** Waits until all is taken. */
    public void awaitTaken(Duration patience) {
        Awaitility.await("the gateway to take every command").atMost(patience).until(() -> open.get() == 0);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.shutdownNow();
    }
}
