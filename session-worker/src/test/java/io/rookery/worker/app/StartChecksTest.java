package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.startup.StartupFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StartChecksTest {
    private final StartChecks checks = new StartChecks();

    @Test
    void allAreAskedAtTheSameTime_andAllAreWaitedFor() {
        var both = new CountDownLatch(2);
        checks.begin(() -> meet(both));
        checks.begin(() -> meet(both));
        checks.await();
        assertThat(both.getCount()).isZero();
    }

    @Test
    void theFirstThatWasBegun_isTheOneThatIsTold() {
        checks.begin(() -> {
            pause();
            throw new StartupFailure("first");
        });
        checks.begin(() -> {
            throw new StartupFailure("second");
        });
        assertThatThrownBy(checks::await).isInstanceOf(StartupFailure.class).hasMessage("first");
    }

    @Test
    void aFault_isNoPass() {
        checks.begin(() -> {
            throw new IllegalStateException("a fault of ours");
        });
        assertThatThrownBy(checks::await).hasRootCauseMessage("a fault of ours");
    }

    private static void meet(CountDownLatch both) {
        both.countDown();
        try {
            both.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(50));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
