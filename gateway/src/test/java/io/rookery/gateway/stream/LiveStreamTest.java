package io.rookery.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.gateway.event.FeedItem;
import io.rookery.gateway.event.Following;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LiveStreamTest {
    private static final Duration BEAT = Duration.ofSeconds(15);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final InstantSource clock =
            () -> Instant.ofEpochMilli(time.now(java.util.concurrent.TimeUnit.MILLISECONDS));
    private final Quiet following = new Quiet();
    private boolean writable = true;
    private final Sinks.Empty<Void> keyEnded = Sinks.empty();
    private Duration closedAfter = Duration.ZERO;
    private final List<Step.Reason> cutFor = new ArrayList<>();

    private final LiveStream stream = new LiveStream(
            following,
            new Wire() {
                @Override
                public boolean isWritable() {
                    return writable;
                }

                @Override
                public Scheduler thread() {
                    return time;
                }

                @Override
                public void closeAfter(Duration delay) {
                    closedAfter = delay;
                }
            },
            keyEnded.asMono(),
            clock,
            new LiveStream.Times(BEAT, Duration.ofSeconds(30)),
            cutFor::add);

    @Test
    void aQuietStreamShowsThatItLives_andHowFarItIs() {
        steps().then(() -> time.advanceTimeBy(BEAT))
                .expectNext(new Step.Beat("1"))
                .then(() -> time.advanceTimeBy(BEAT))
                .expectNext(new Step.Beat(null))
                .then(() -> following.cursor = "2")
                .then(() -> time.advanceTimeBy(BEAT))
                .expectNext(new Step.Beat("2"))
                .thenCancel()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void aStreamEndsAtOnceWhenItsKeyIsRevoked() {
        steps().then(() -> time.advanceTimeBy(BEAT))
                .expectNext(new Step.Beat("1"))
                .then(keyEnded::tryEmitEmpty)
                .then(time::advanceTime)
                .expectNext(new Step.End(Step.Reason.KEY_REVOKED))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
        assertThat(following.over).isTrue();
    }

    @Test
    void aConnectionThatTakesNothingIsGivenUp_oneThatTakesSomethingInTimeIsNot() {
        steps().then(() -> writable = false)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(29)))
                .then(() -> writable = true)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                .expectNext(new Step.Beat("1"))
                .then(() -> writable = false)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(50)))
                .expectNext(new Step.End(Step.Reason.SLOW_READER))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
        assertThat(closedAfter).isPositive();
        assertThat(cutFor).containsExactly(Step.Reason.SLOW_READER);
        assertThat(following.over).isTrue();
    }

    @Test
    void aPeerThatAnswersNoMoreIsGivenUp() {
        stream.heard();
        steps().then(() -> time.advanceTimeBy(BEAT.multipliedBy(3)))
                .expectNextCount(3)
                .then(() -> time.advanceTimeBy(BEAT))
                .expectNext(new Step.End(Step.Reason.SILENT))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void theGatewayEndsItsStreams() {
        steps().then(() -> following.over = true)
                .then(() -> time.advanceTimeBy(BEAT))
                .expectNext(new Step.Beat("1"), new Step.End(Step.Reason.GATEWAY_STOPS))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
    }

    private StepVerifier.Step<Step> steps() {
        return StepVerifier.create(stream.steps()).then(time::advanceTime);
    }

    /** Nothing happens. */
    private static final class Quiet implements Following {
        String cursor = "1";
        boolean over;

        @Override
        public List<FeedItem> take() {
            return List.of();
        }

        @Override
        public Mono<Void> ready() {
            return Mono.never();
        }

        @Override
        public String cursor() {
            return cursor;
        }

        @Override
        public boolean isOver() {
            return over;
        }

        @Override
        public void close() {
            over = true;
        }
    }
}
