package io.rookery.gateway.command.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KafkaReachabilityTest {
    private static final Duration SILENCE = Duration.ofMillis(140);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger lost = new AtomicInteger();
    private final KafkaReachability kafka = new KafkaReachability(SILENCE, nanos::get);

    @Test
    void whoWaitsForASilentBrokerIsToldOnce() {
        kafka.await(lost::incrementAndGet);
        pass(Duration.ofMillis(139));
        assertThat(lost).hasValue(0);
        pass(Duration.ofMillis(1));
        assertThat(lost).hasValue(1);
        assertThat(kafka.isUp()).isFalse();
        pass(Duration.ofMillis(500));
        assertThat(lost).hasValue(1);
    }

    @Test
    void aBrokerThatIsSlowButAnswersOthersIsWaitedFor() {
        kafka.await(lost::incrementAndGet);
        for (int turn = 0; turn < 50; turn++) {
            pass(Duration.ofMillis(50));
            kafka.polled(true, true);
        }
        assertThat(lost).hasValue(0);
        assertThat(kafka.isUp()).isTrue();
    }

    @Test
    void whoHasItsAnswerIsNotTold() {
        var waiting = kafka.await(lost::incrementAndGet);
        kafka.done(waiting);
        pass(Duration.ofSeconds(1));
        assertThat(lost).hasValue(0);
    }

    @Test
    void silenceEndsWithTheFirstSignAndNotBefore() {
        kafka.await(lost::incrementAndGet);
        pass(SILENCE);
        assertThat(kafka.mayTry()).isFalse();
        kafka.polled(true, false);
        assertThat(kafka.mayTry()).isFalse();
        kafka.polled(true, true);
        assertThat(kafka.mayTry()).isTrue();
        assertThat(kafka.isUp()).isTrue();
    }

    @Test
    void aHangIsNoticedThoughNobodyWaits() {
        kafka.polled(true, true);
        pass(Duration.ofMillis(999));
        assertThat(kafka.mayTry()).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(kafka.mayTry()).isFalse();
    }

    @Test
    void withoutAReaderSilenceIsNotedByACommandOnly() {
        pass(Duration.ofMinutes(1));
        assertThat(kafka.mayTry()).isTrue();
    }

    @Test
    void whileItIsSilentOneCommandASecondMayTry() {
        kafka.await(lost::incrementAndGet);
        pass(SILENCE);
        pass(Duration.ofSeconds(1));
        assertThat(kafka.mayTry()).isTrue();
        assertThat(kafka.mayTry()).isFalse();
        kafka.succeeded();
        assertThat(kafka.mayTry()).isTrue();
    }

    @Test
    void aSignOfLifeDoesNotUndoARefusal() {
        kafka.failed();
        kafka.polled(true, true);
        assertThat(kafka.isUp()).isFalse();
        kafka.succeeded();
        assertThat(kafka.isUp()).isTrue();
    }

    /** Time passes, and the watch looks. */
    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        kafka.look();
    }
}
