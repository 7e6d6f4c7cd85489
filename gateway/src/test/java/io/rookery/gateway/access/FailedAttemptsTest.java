package io.rookery.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
    private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos(); // It may run over.
    private final FailedAttempts attempts = new FailedAttempts(3, () -> now);
    private final InetAddress one = address(1);

    @Test
    void anAddressHasSoManyTriesAndThenOneInTwoSeconds() {
        for (int attempt = 0; attempt < 3; attempt++)
            assertThat(attempts.count(one)).isZero();
        assertThat(attempts.count(one)).isEqualTo(Duration.ofSeconds(2));
        assertThat(attempts.count(one)).isEqualTo(Duration.ofSeconds(2));
        assertThat(attempts.count(address(2))).isZero();
        now += Duration.ofSeconds(4).toNanos();
        assertThat(attempts.count(one)).isZero();
        assertThat(attempts.count(one)).isEqualTo(Duration.ofSeconds(2));
        now += Duration.ofMinutes(1).toNanos();
        for (int attempt = 0; attempt < 3; attempt++)
            assertThat(attempts.count(one)).isZero();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
