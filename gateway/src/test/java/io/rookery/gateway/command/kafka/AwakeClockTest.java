package io.rookery.gateway.command.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AwakeClockTest {
    private static final Duration SILENCE = Duration.ofMillis(160);

    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final AwakeClock clock = new AwakeClock(nanos::get, Duration.ofMillis(30));
    private final KafkaReachability kafka = new KafkaReachability(SILENCE, clock);

    @Test
    void whileItTicksItIsAsTheOther() {
        long began = clock.getAsLong();
        for (int tick = 0; tick < 100; tick++) pass(10);
        assertThat(clock.getAsLong() - began).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void ofAStandstillItCountsALittle() {
        long began = clock.getAsLong();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(clock.getAsLong() - began).isEqualTo(Duration.ofMillis(30).toNanos());
        clock.tick();
        pass(10);
        assertThat(clock.getAsLong() - began).isEqualTo(Duration.ofMillis(40).toNanos());
    }

    @Test
    void aGatewayThatStoodStillDoesNotTakeKafkaForSilent() {
        var lost = new AtomicInteger();
        kafka.polled(true, true);
        kafka.await(lost::incrementAndGet);
        pass(400);
        assertThat(lost).hasValue(0);
        assertThat(kafka.isUp()).isTrue();
        for (int tick = 0; tick < 12; tick++) pass(10);
        assertThat(lost).hasValue(0);
        pass(10);
        assertThat(lost).as("30 ms of the standstill, and 130 ms awake").hasValue(1);
    }

    /** As the watch does. */
    private void pass(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
        clock.tick();
        kafka.look();
    }
}
