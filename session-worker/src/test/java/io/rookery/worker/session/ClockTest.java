package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.worker.browser.PageEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wall clock that is set while the worker runs. Leases and waits are counted on a clock that can't be set; only the deadlines that others have given are wall time. */
class ClockTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void setBack_itProlongsNoLease() {
        var host = HostHarness.started()
                .ready()
                .setClock(HOUR.negated())
                .passUnrenewed(Duration.ofSeconds(13))
                .command("s1", Answers.HELLO);
        assertThat(host.sentTexts).isEmpty();
        host.pass(Duration.ofMillis(200));
        assertThat(host.sentTexts).containsExactly("hello");
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400, -60, 60, 86_400})
    void setEitherWay_itEndsNoLeaseAndNoSession(long seconds) {
        var host = HostHarness.started().ready();
        int told = host.states().size();
        host.setClock(Duration.ofSeconds(seconds)).command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.states()).hasSize(told);
        assertThat(host.ended).isNull();
    }

    @Test
    void setForward_itIsNoTimeOutOfASend() {
        var host = HostHarness.started().ready().on(Effect.Send.class, it -> Answers.taken(it, 0));
        host.command("s1", Answers.HELLO).setClock(HOUR);
        assertThat(host.outcomes()).hasSize(1); // of the start
        String id = host.effects(Effect.Send.class).getLast().message().messageId();
        host.page(new PageEvent.MessageAck(id, "chat", Event.AckLevel.SENT));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @Test
    void setPastADeadline_itExpiresTheCommand() {
        var host = HostHarness.started().ready();
        var deadline = host.wall().plus(Duration.ofMinutes(30));
        host.setClock(HOUR).command("s1", Answers.HELLO, deadline);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.EXPIRED);
        assertThat(host.sentTexts).isEmpty();
    }
}
