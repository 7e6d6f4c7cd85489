package io.rookery.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.CommandId;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.Told;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class OutcomesTest {
    private static final CommandKey KEY = new CommandKey(TenantId.DEFAULT, new SessionId("alice"), new CommandId("c1"));
    private final Outcomes outcomes = new Outcomes(100, Duration.ofMinutes(1));

    @Test
    void theFirstOutcomeIsTheOutcome() {
        outcomes.on(Told.read(Told.outcome("alice", 1, "c1", OutcomeStatus.SUCCEEDED, "OK")));
        outcomes.on(Told.read(Told.outcome("alice", 1, "c1", OutcomeStatus.FAILED, "LATER")));
        assertThat(outcomes.outcome(KEY)).hasValueSatisfying(state -> {
            assertThat(state.status()).isEqualTo(CommandState.Status.SUCCEEDED);
            assertThat(state.result()).containsEntry("messageId", "3EB0");
        });
    }

    @Test
    void aCommandIsItsSessionAndItsId() {
        outcomes.on(Told.read(Told.outcome("bob", 1, "c1", OutcomeStatus.FAILED, "NOT_ON_WHATSAPP")));
        assertThat(outcomes.find(KEY)).isEmpty();
        assertThat(outcomes.find(TenantId.DEFAULT, new CommandId("c1"), null))
                .hasValueSatisfying(state -> assertThat(state.sessionId()).isEqualTo("bob"));
    }

    @Test
    void whatIsOfAnotherTenantIsNotFound() {
        var other = new TenantId("other");
        outcomes.on(Told.read(Told.outcome("alice", 1, "c1", OutcomeStatus.SUCCEEDED, "OK")));
        assertThat(outcomes.find(new CommandKey(other, KEY.session(), KEY.id())))
                .isEmpty();
        assertThat(outcomes.find(other, KEY.id(), null)).isEmpty();
        assertThat(outcomes.find(other, KEY.id(), KEY.session())).isEmpty();
        assertThat(outcomes.find(TenantId.DEFAULT, KEY.id(), null)).isPresent();
    }

    @Test
    void aTakenCommandWaitsForItsOutcome() {
        outcomes.taken(KEY, "type", Instant.EPOCH);
        assertThat(outcomes.find(KEY))
                .hasValueSatisfying(state -> assertThat(state.status()).isEqualTo(CommandState.Status.PENDING));
        outcomes.on(Told.read(Told.outcome("alice", 1, "c1", OutcomeStatus.REJECTED, "NOT_RUNNING")));
        assertThat(outcomes.outcome(KEY)).isPresent();
        outcomes.taken(KEY, "type", Instant.EPOCH);
        assertThat(outcomes.outcome(KEY)).isPresent();
    }

    @Test
    void whoWaitsGetsTheOutcomeWhetherItComesBeforeOrAfter() {
        try (var before = outcomes.expect(KEY);
                var too = outcomes.expect(KEY)) {
            StepVerifier.create(before.within(Duration.ofSeconds(5)))
                    .then(() -> outcomes.on(Told.read(Told.outcome("alice", 1, "c1", OutcomeStatus.SUCCEEDED, "OK"))))
                    .expectNextCount(1)
                    .verifyComplete();
            StepVerifier.create(too.within(Duration.ofSeconds(5)))
                    .expectNextCount(1)
                    .verifyComplete();
        }
        try (var after = outcomes.expect(KEY)) {
            StepVerifier.create(after.within(Duration.ofSeconds(5)))
                    .expectNextCount(1)
                    .verifyComplete();
        }
        assertThat(outcomes.waiting()).isZero();
    }

    @Test
    void whoWaitedInVainLeavesNothingBehind() {
        try (var waiting = outcomes.expect(KEY)) {
            StepVerifier.create(waiting.within(Duration.ofMillis(1))).verifyComplete();
        }
        assertThat(outcomes.waiting()).isZero();
    }
}
