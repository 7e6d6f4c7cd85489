package io.rookery.worker.browser.playwright;

import io.rookery.worker.browser.CallResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The calls of a page that wait for their answer. Every one of them ends. */
final class PageCalls {
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(Consumer<JsonNode> answer, Consumer<String> lost) {}

    /** A call under way. */
    record Call<T>(long number, CompletableFuture<CallResult<T>> result) {
        boolean isOver() {
            return result.isDone();
        }

        void lost(String reason) {
            result.complete(new CallResult.Lost<>(reason));
        }
    }

    <T> Call<T> begin(Duration limit, Function<JsonNode, T> read) {
        long number = numbers.incrementAndGet();
        CompletableFuture<CallResult<T>> result = new CompletableFuture<>();
        waiting.put(
                number,
                new Waiting(
                        answer -> result.complete(Answer.result(answer, read)),
                        reason -> result.complete(new CallResult.Lost<>(reason))));
        CompletableFuture<CallResult<T>> bounded = result.completeOnTimeout(
                new CallResult.Lost<>("no answer in time"), limit.toMillis(), TimeUnit.MILLISECONDS);
        bounded.whenComplete((outcome, failure) -> waiting.remove(number));
        return new Call<>(number, bounded);
    }

    /** The page has answered. An answer that nobody waits for any more is dropped. */
    void answer(JsonNode answer) {
        Waiting call = waiting.remove(answer.path("answer").asLong());
        if (call != null) call.answer.accept(answer);
    }

    void loseAll(String reason) {
        waiting.values().forEach(call -> call.lost.accept(reason));
    }
}
