package io.rookery.worker.browser.playwright;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GarbageWatchTest {
    private static final long MEGABYTE = 1 << 20;

    private final GarbageWatch watch = new GarbageWatch();
    private Duration time = Duration.ofDays(-3); // monotonic clocks begin anywhere

    @Test
    void whatItsStartHasLeft_isCollectedOnce() {
        assertThat(after(Duration.ZERO, 60)).isFalse();
        assertThat(after(Duration.ofSeconds(30), 80)).isFalse();
        assertThat(after(Duration.ofSeconds(30), 60)).isTrue();
        assertThat(after(Duration.ofHours(10), 60)).isFalse();
    }

    @Test
    void thenItIsDue_onceThePageHasGrownByAThirtySecondPart() {
        opened();
        after(Duration.ofSeconds(30), 64);
        assertThat(after(GarbageWatch.APART, 66)).isFalse();
        assertThat(after(Duration.ofSeconds(30), 67)).isTrue();
    }

    @Test
    void butNotTooOften() {
        opened();
        after(Duration.ofSeconds(30), 48);
        assertThat(after(GarbageWatch.APART.minusSeconds(31), 300)).isFalse();
        assertThat(after(Duration.ofSeconds(1), 300)).isTrue();
    }

    @Test
    void whatTheCollectionHasNotFreed_isNoGarbage() {
        opened();
        after(Duration.ofSeconds(30), 48);
        assertThat(after(GarbageWatch.APART, 100)).isTrue();
        after(Duration.ofSeconds(30), 99);
        assertThat(after(GarbageWatch.APART, 102)).isFalse();
    }

    private void opened() {
        after(Duration.ZERO, 60);
        assertThat(after(GarbageWatch.FIRST, 60)).isTrue();
    }

    private boolean after(Duration passed, long megabytes) {
        time = time.plus(passed);
        return watch.isDue(megabytes * MEGABYTE, time.toNanos());
    }
}
