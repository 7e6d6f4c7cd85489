package io.rookery.gateway.command.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.SessionId;
import io.rookery.events.kafka.TopicSettings;
import io.rookery.gateway.command.CommandPublisher.KafkaUnavailable;
import io.rookery.gateway.command.CommandPublisher.TooManyCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class KafkaCommandPublisherTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final AtomicLong nanos = new AtomicLong();
    private final KafkaReachability reachability = new KafkaReachability(Duration.ofMillis(140), nanos::get);
    private int awaited;
    private final KafkaCommandPublisher publisher =
            new KafkaCommandPublisher(producer, new TopicSettings("rookery.", 16, 4, (short) 1, 1, true), reachability);

    @Test
    void itIsDoneWhenKafkaHasIt() {
        StepVerifier.create(publish())
                .then(this::sent)
                .then(() -> assertThat(producer.completeNext()).isTrue())
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void afterAFailureOneCommandASecondMayTry() {
        StepVerifier.create(publish())
                .then(this::sent)
                .then(() -> producer.errorNext(new TimeoutException("played")))
                .expectError(KafkaUnavailable.class)
                .verify(SOON);
        assertThat(publisher.isAvailable()).isFalse();
        StepVerifier.create(publish()).expectError(KafkaUnavailable.class).verify(SOON);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        StepVerifier.create(publish())
                .then(this::sent)
                .then(() -> StepVerifier.create(publish())
                        .expectError(KafkaUnavailable.class)
                        .verify(SOON))
                .then(producer::completeNext)
                .expectComplete()
                .verify(SOON);
        assertThat(publisher.isAvailable()).isTrue();
    }

    @Test
    void whenTheLastConnectionIsLostNobodyWaitsAnyMore() {
        StepVerifier.create(publish())
                .then(this::sent)
                .then(() -> reachability.polled(false, false))
                .expectError(KafkaUnavailable.class)
                .verify(SOON);
        StepVerifier.create(publish()).expectError(KafkaUnavailable.class).verify(SOON);
        reachability.polled(true, true);
        assertThat(publisher.isAvailable()).isTrue();
    }

    @Test
    void aBrokerThatHangsIsNotWaitedFor() {
        StepVerifier.create(publish())
                .then(this::sent)
                .then(() -> nanos.addAndGet(Duration.ofMillis(140).toNanos()))
                .then(reachability::look)
                .expectError(KafkaUnavailable.class)
                .verify(SOON);
        assertThat(publisher.isAvailable()).isFalse();
        StepVerifier.create(publish()).expectError(KafkaUnavailable.class).verify(SOON);
    }

    @Test
    void whatKafkaHasNotAnsweredIsBounded_alsoWhenNobodyWaitsForItAnyMore() {
        for (int command = 0; command < 4096; command++) publish().subscribe().dispose();
        StepVerifier.create(publish()).expectError(TooManyCommands.class).verify(SOON);
        await().until(() -> producer.history().size() == 4096);
        assertThat(producer.completeNext()).isTrue();
        awaited = 4096;
        StepVerifier.create(publish()).then(this::sent).thenCancel().verify(SOON);
    }

    private Mono<Void> publish() {
        return publisher.publish(
                CommandMessage.of(new SessionId("alice"), new CommandId("c1"), Instant.EPOCH, new Command.Close()));
    }

    private void sent() {
        awaited++;
        await().until(() -> producer.history().size() == awaited);
    }
}
