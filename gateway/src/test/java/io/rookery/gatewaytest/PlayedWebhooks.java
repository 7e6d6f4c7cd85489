package io.rookery.gatewaytest;

import io.rookery.gateway.webhook.DeadLetters;
import io.rookery.gateway.webhook.Delivery;
import io.rookery.gateway.webhook.DeliveryLog;
import io.rookery.gateway.webhook.Endpoint;
import io.rookery.gateway.webhook.EventReaders;
import io.rookery.gateway.webhook.WebhookId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** What Kafka does for web hooks, in memory; events come only from tests. Can be away. */
final class PlayedWebhooks implements EventReaders, DeadLetters, DeliveryLog {
    final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
    final List<String> forgotten = new CopyOnWriteArrayList<>();
    final List<Letter> letters = new CopyOnWriteArrayList<>();
    final List<Selection> replayed = new CopyOnWriteArrayList<>();
    final List<Entry> entries = new CopyOnWriteArrayList<>();
    volatile boolean away;

    @Override
    public Reading start(Endpoint endpoint) {
        String id = endpoint.webhook().id().value();
        endpoints.put(id, endpoint);
        return () -> {
            endpoints.remove(id, endpoint);
            endpoint.close();
        };
    }

    @Override
    public void forget(WebhookId webhook) {
        forgotten.add(webhook.value());
    }

    @Override
    public void write(WebhookId webhook, Delivery delivery, int attempts, String cause) {
        if (away) throw new Unavailable("played");
        letters.add(new Letter(
                delivery.id(),
                delivery.type(),
                delivery.session().value(),
                delivery.time(),
                Instant.EPOCH,
                cause,
                attempts));
    }

    @Override
    public Mono<Page> find(WebhookId webhook, Selection selection, int limit) {
        return answer(() -> {
            List<Letter> found = new ArrayList<>(letters);
            found.removeIf(letter -> !selection.covers(letter.time(), letter.eventId()));
            return new Page(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
        });
    }

    @Override
    public Mono<Replayed> replay(WebhookId webhook, Selection selection, int limit) {
        return answer(() -> {
            replayed.add(selection);
            return new Replayed(1, false, Instant.EPOCH);
        });
    }

    @Override
    public void add(WebhookId webhook, Entry entry) {
        entries.add(entry);
    }

    @Override
    public Mono<List<Entry>> last(WebhookId webhook, int limit) {
        return answer(() -> entries.reversed().subList(0, Math.min(limit, entries.size())));
    }

    void reset() {
        away = false;
        forgotten.clear();
        letters.clear();
        replayed.clear();
        entries.clear();
    }

    private <T> Mono<T> answer(Supplier<T> answer) {
        return Mono.defer(() -> away ? Mono.error(new Unavailable("played")) : Mono.just(answer.get()));
    }
}
