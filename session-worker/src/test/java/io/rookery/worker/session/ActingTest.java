package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.OutcomeStatus;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may be done twice. */
class ActingTest {
    private static final Command.InPage EDIT = new Command.EditMessage("+491700000002", "3EB0AA", "better");

    private static Optional<Input> acted(CallResult<List<Map<String, Object>>> result) {
        return Optional.of(new Input.Acted(result));
    }

    @Test
    void itIsDoneInThePage_andAnswered() {
        var host = HostHarness.started().ready().command("e1", EDIT);
        assertThat(host.acts).containsExactly(EDIT);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.lastOutcome().items()).isNull();
    }

    @Test
    void whatItBrings_isInTheOutcome() {
        List<Map<String, Object>> found = List.of(Map.of("number", "+491700000002", "onWhatsApp", true));
        var host = HostHarness.started().ready().on(Effect.Act.class, it -> acted(new CallResult.Done<>(found)));
        host.command("c1", new Command.CheckNumbers(List.of("+491700000002")));
        assertThat(host.lastOutcome().items()).isEqualTo(found);
    }

    @Test
    void aRefusal_isAFailure() {
        var host = HostHarness.started()
                .ready()
                .on(Effect.Act.class, it -> acted(new CallResult.Refused<>("EDIT_REFUSED", "too late")));
        host.command("e1", EDIT);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(host.lastOutcome().code()).isEqualTo("EDIT_REFUSED");
    }

    @Test
    void aCallWithoutAnAnswer_isRepeated() {
        var host = HostHarness.started().ready().on(Effect.Act.class, it -> acted(new CallResult.Lost<>("time-out")));
        host.command("e1", EDIT).pass(Duration.ofSeconds(2));
        assertThat(host.outcomes()).hasSize(1);
        host.normally(Effect.Act.class).pass(Duration.ofSeconds(1));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @Test
    void andEndsUnknown_whereNoneEverComes() {
        var host = HostHarness.started().ready().on(Effect.Act.class, it -> acted(new CallResult.Lost<>("time-out")));
        host.command("e1", EDIT).pass(Duration.ofSeconds(62));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.UNKNOWN);
        assertThat(host.lastOutcome().code()).isEqualTo("NO_ANSWER");
    }

    @Test
    void withoutALinkedPhone_itIsRejected() {
        var host = HostHarness.started().begin().command("start", new Command.Start(null));
        host.page(new PageEvent.QrCode("2@code", host.wall().plusSeconds(60))).command("e1", EDIT);
        assertThat(host.lastOutcome().code()).isEqualTo("SESSION_NOT_LINKED");
    }

    @Test
    void pastItsDeadline_itIsNotBegun() {
        var host = HostHarness.started().ready();
        host.command("e1", EDIT, host.wall().minusSeconds(1));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.EXPIRED);
        assertThat(host.acts).isEmpty();
    }
}
