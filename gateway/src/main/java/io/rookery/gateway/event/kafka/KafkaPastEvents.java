package io.rookery.gateway.event.kafka;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.InvalidValue;
import io.rookery.events.Topic;
import io.rookery.gateway.event.PastEvents;
import io.rookery.gateway.event.Place;
import io.rookery.gateway.event.SessionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few threads with a consumer each, that read what streams ask for, one question after the other. A consumer is made with the first question, and made anew after an error. */
final class KafkaPastEvents implements PastEvents, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaPastEvents.class);
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Supplier<? extends Consumer<String, byte[]>> consumers;
    private final Map<Topic, String> names;
    private final Map<String, Topic> topics = new HashMap<>();
    private final BlockingQueue<Question<?>> questions = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /** An answer is looked for with whichever consumer is free. */
    private record Question<T>(Function<Consumer<String, byte[]>, T> answer, CompletableFuture<T> future) {
        void ask(Consumer<String, byte[]> consumer) {
            future.complete(answer.apply(consumer));
        }
    }

    /** @param consumers with {@code auto.offset.reset=none} */
    KafkaPastEvents(Supplier<? extends Consumer<String, byte[]>> consumers, Map<Topic, String> names, int threads) {
        this.consumers = consumers;
        this.names = Map.copyOf(names);
        names.forEach((topic, name) -> topics.put(name, topic));
        for (int thread = 0; thread < threads; thread++)
            this.threads.add(
                    Thread.ofPlatform().daemon().name("past-events-" + thread).unstarted(this::run));
    }

    void start() {
        threads.forEach(Thread::start);
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) thread.join(Duration.ofSeconds(3));
    }

    @Override
    public CompletableFuture<Map<Place, Bounds>> bounds(Collection<Place> places) {
        List<TopicPartition> partitions = places.stream().map(this::partition).toList();
        return ask(consumer -> bounds(consumer, partitions));
    }

    @Override
    public CompletableFuture<Page> read(Map<Place, Long> behind) {
        Map<TopicPartition, Long> wanted = new HashMap<>();
        behind.forEach((place, offset) -> wanted.put(partition(place), offset + 1));
        return ask(consumer -> read(consumer, wanted));
    }

    private <T> CompletableFuture<T> ask(Function<Consumer<String, byte[]>, T> answer) {
        CompletableFuture<T> future = new CompletableFuture<>();
        questions.add(new Question<>(answer, future));
        return future;
    }

    private void run() {
        Consumer<String, byte[]> consumer = null;
        while (!stopping) {
            Question<?> question;
            try {
                question = questions.take();
            } catch (InterruptedException e) {
                break;
            }
            try {
                if (consumer == null) consumer = consumers.get();
                question.ask(consumer);
            } catch (
                    RuntimeException
                            e) { // the edge of the thread: whoever asked is told, and the next ones are answered
                if (!stopping)
                    log.atWarn()
                            .addKeyValue("cause", e.getClass().getSimpleName())
                            .log("the event topics could not be read back, trying again");
                question.future().completeExceptionally(e);
                close(consumer);
                consumer = null;
            }
        }
        close(consumer);
    }

    private static void close(@Nullable Consumer<String, byte[]> consumer) {
        try {
            if (consumer != null)
                consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
        } catch (KafkaException e) {
            log.atDebug().setCause(e).log("a consumer was not closed in order");
        }
    }

    private Map<Place, Bounds> bounds(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, CALL);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions, CALL);
        Map<Place, Bounds> bounds = new HashMap<>();
        first.forEach((partition, offset) ->
                bounds.put(place(partition), new Bounds(offset, end.getOrDefault(partition, offset))));
        return bounds;
    }

    private Page read(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> wanted) {
        goTo(consumer, wanted);
        ConsumerRecords<String, byte[]> records;
        try {
            records = consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            return deleted(consumer, wanted, e.partitions());
        }
        List<SessionEvent> events = new ArrayList<>();
        records.forEach(read -> {
            SessionEvent event = event(read);
            if (event != null) events.add(event);
        });
        Map<Place, Long> upTo = new HashMap<>();
        wanted.keySet().forEach(partition -> upTo.put(place(partition), consumer.position(partition, CALL) - 1));
        return new Page(events, upTo, Set.of());
    }

    /** A stream that goes on where its last question ended finds the consumer there, with what it has fetched already. */
    private static void goTo(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> wanted) {
        boolean other = !consumer.assignment().equals(wanted.keySet());
        if (other) consumer.assign(wanted.keySet());
        wanted.forEach((partition, offset) -> {
            if (other || consumer.position(partition, CALL) != offset) consumer.seek(partition, offset);
        });
    }

    private Page deleted(
            Consumer<String, byte[]> consumer, Map<TopicPartition, Long> wanted, Set<TopicPartition> partitions) {
        Map<Place, Long> upTo = new HashMap<>();
        bounds(consumer, partitions).forEach((place, bounds) -> upTo.put(place, bounds.first() - 1));
        return new Page(List.of(), upTo, new HashSet<>(upTo.keySet()));
    }

    /** What is no event was told of when it was read for the first time. */
    private @Nullable SessionEvent event(ConsumerRecord<String, byte[]> read) {
        Topic topic = topics.get(read.topic());
        if (topic == null || read.value() == null) return null;
        try {
            return new SessionEvent(
                    topic,
                    read.partition(),
                    read.offset(),
                    CloudEventCodec.decodeEvent(read.value()),
                    new String(read.value(), StandardCharsets.UTF_8));
        } catch (InvalidValue e) {
            return null;
        } catch (RuntimeException e) { // as in the reader: whatever one record does, the others are read
            return null;
        }
    }

    private TopicPartition partition(Place place) {
        String name = names.get(place.topic());
        if (name == null) throw new IllegalArgumentException(place.topic() + " is not read");
        return new TopicPartition(name, place.partition());
    }

    private Place place(TopicPartition partition) {
        Topic topic = topics.get(partition.topic());
        if (topic == null) throw new IllegalArgumentException(partition + " is not read");
        return new Place(topic, partition.partition());
    }
}
