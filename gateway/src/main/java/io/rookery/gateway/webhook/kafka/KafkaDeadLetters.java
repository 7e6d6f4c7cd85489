package io.rookery.gateway.webhook.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rookery.gateway.webhook.DeadLetters;
import io.rookery.gateway.webhook.Delivery;
import io.rookery.gateway.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A web hook's dead letters lie in one partition, by its id; what is to be delivered once more lies where its session's events do. */
final class KafkaDeadLetters implements DeadLetters, AutoCloseable {
    private static final long TIMEOUT_SECONDS = 12;

    private final Producer<String, byte[]> producer;
    private final TopicScan scan;
    private final Scheduler threads;
    private final String letters;
    private final String replays;

    /** @param threads that may wait for Kafka */
    KafkaDeadLetters(
            Producer<String, byte[]> producer, TopicScan scan, Scheduler threads, String letters, String replays) {
        this.producer = producer;
        this.scan = scan;
        this.threads = threads;
        this.letters = letters;
        this.replays = replays;
    }

    @Override
    public void write(WebhookId webhook, Delivery delivery, int attempts, String cause) {
        try {
            int partition = TopicScan.partition(
                    webhook.value(), producer.partitionsFor(letters).size());
            var headers = LetterHeaders.of(delivery, attempts, cause);
            await(producer.send(new ProducerRecord<>(
                    letters, partition, webhook.value(), delivery.body().getBytes(UTF_8), headers)));
        } catch (KafkaException | IllegalStateException e) {
            throw new Unavailable(e.getClass().getSimpleName());
        }
    }

    @Override
    public Mono<Page> find(WebhookId webhook, Selection selection, int limit) {
        return call(() -> {
            List<Letter> found = new ArrayList<>();
            boolean more = look(webhook, selection, limit, (letter, record) -> found.add(letter));
            return new Page(found, more);
        });
    }

    @Override
    public Mono<Replayed> replay(WebhookId webhook, Selection selection, int limit) {
        return call(() -> {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            Instant[] last = new Instant[1];
            boolean more = look(webhook, selection, limit, (letter, record) -> {
                sent.add(producer.send(again(webhook, letter, record)));
                last[0] = letter.time();
            });
            for (Future<RecordMetadata> each : sent) await(each);
            return new Replayed(sent.size(), more, last[0]);
        });
    }

    private ProducerRecord<String, byte[]> again(
            WebhookId webhook, Letter letter, ConsumerRecord<String, byte[]> record) {
        return new ProducerRecord<>(
                replays,
                null,
                letter.sessionId(),
                record.value(),
                List.of(LetterHeaders.header(EventReader.WEBHOOK, webhook.value())));
    }

    /** @return whether there are more than {@code limit} */
    private boolean look(
            WebhookId webhook,
            Selection selection,
            int limit,
            BiConsumer<Letter, ConsumerRecord<String, byte[]>> each) {
        int[] count = new int[1];
        boolean[] more = new boolean[1];
        // Nothing is given up before it happens.
        scan.forward(letters, webhook.value(), selection.from(), record -> {
            Letter letter = LetterHeaders.read(record).orElse(null);
            if (letter == null || !selection.covers(letter.time(), letter.eventId())) return true;
            if (count[0] == limit) {
                more[0] = true;
                return false;
            }
            count[0]++;
            each.accept(letter, record);
            return true;
        });
        return more[0];
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Unavailable(cause.getClass().getSimpleName());
        }
    }

    private <T> Mono<T> call(Callable<T> task) {
        return Mono.fromCallable(task)
                .onErrorMap(
                        KafkaException.class, e -> new Unavailable(e.getClass().getSimpleName()))
                .subscribeOn(threads)
                .publishOn(Schedulers.parallel());
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(3));
    }
}
