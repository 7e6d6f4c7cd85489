package io.rookery.gateway.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TryAgainTest {
    private final AtomicLong nanos = new AtomicLong();
    private final TryAgain tryAgain = new TryAgain(nanos::get);

    @Test
    void afterAQuestionWithoutAnAnswer_oneInHalfASecondAsks() {
        assertThat(tryAgain.mayTry()).isTrue();
        tryAgain.timedOut();
        assertThat(tryAgain.mayTry()).isFalse();
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(tryAgain.mayTry()).isTrue();
        assertThat(tryAgain.mayTry()).isFalse();
        tryAgain.answered();
        assertThat(tryAgain.mayTry()).isTrue();
    }
}
