package io.rookery.gateway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.EventMessage;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.gateway.Told;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Delivery.Partition PARTITION = new Delivery.Partition("rookery.events.message", 3);
    private long offset = 100;

    @Test
    void anEventIsDeliveredAsItStandsOnItsTopic() {
        EventMessage message = Told.received("alice", 1, 1, "hello");
        Delivery delivery = take(intake("default"), message).orElseThrow();
        assertThat(delivery.body()).isEqualTo(new String(CloudEventCodec.encode(message), UTF_8));
        assertThat(delivery.session()).isEqualTo(new SessionId("alice"));
        assertThat(delivery.type()).isEqualTo("message.received");
        assertThat(delivery.id()).matches(EventIds.PATTERN);
        assertThat(delivery.toString()).doesNotContain("hello");
    }

    @Test
    void anEventHasTheSameIdEachTimeAndNoOtherHasIt() {
        Intake intake = intake("default");
        String id = take(intake, Told.received("alice", 1, 1, "hello"))
                .orElseThrow()
                .id();
        assertThat(take(intake, Told.received("alice", 1, 1, "hello"))
                        .orElseThrow()
                        .id())
                .isEqualTo(id);
        assertThat(take(intake, Told.received("alice", 1, 2, "hello"))
                        .orElseThrow()
                        .id())
                .isNotEqualTo(id);
        assertThat(take(intake, Told.received("bob", 1, 1, "hello"))
                        .orElseThrow()
                        .id())
                .isNotEqualTo(id);
    }

    @Test
    void otherTenantsOtherSessionsAndOtherTypesAreNotTold() {
        EventMessage message = Told.received("alice", 1, 1, "hello");
        assertThat(take(intake("acme"), message)).isEmpty();
        assertThat(take(intake("default", "bob"), message)).isEmpty();
        assertThat(take(intake("default", "bob", "alice"), message)).isPresent();
        assertThat(take(intake(new EventFilter(List.of("session"))), message)).isEmpty();
        EventMessage acme = withTenant(message, "acme");
        assertThat(take(intake("acme"), acme)).isPresent();
        assertThat(take(intake("default"), acme)).isEmpty();
    }

    @Test
    void whatComesOfAnEpochThatIsOverIsNotTold() {
        Intake intake = intake("default");
        assertThat(take(intake, Told.outcome("alice", 4, "c1", OutcomeStatus.SUCCEEDED, "OK")))
                .isPresent();
        assertThat(take(intake, Told.fence("alice", 5))).isEmpty();
        assertThat(take(intake, Told.outcome("alice", 4, "c2", OutcomeStatus.SUCCEEDED, "OK")))
                .isEmpty();
        assertThat(take(intake, Told.outcome("bob", 4, "c2", OutcomeStatus.SUCCEEDED, "OK")))
                .isPresent();
        assertThat(take(intake, Told.outcome("alice", 5, "c2", OutcomeStatus.SUCCEEDED, "OK")))
                .isPresent();
    }

    /** After a restart the floor is known from what was delivered before. */
    @Test
    void whatIsReadBackTellsWhichEpochsAreOver_andIsNotToldAgain() {
        Intake intake = new Intake(webhook("default", Set.of(), new EventFilter(List.of())), InstantSource.fixed(NOW));
        intake.assigned(PARTITION, 102);
        assertThat(intake.isBefore(PARTITION, 101)).isTrue();
        assertThat(take(intake, Told.status("alice", 5, 1, SessionState.READY))).isEmpty();
        assertThat(take(intake, Told.status("alice", 4, 9, SessionState.DISCONNECTED)))
                .isEmpty();
        assertThat(offset).isEqualTo(102);
        assertThat(take(intake, Told.status("alice", 4, 10, SessionState.DISCONNECTED)))
                .isEmpty();
        assertThat(take(intake, Told.status("alice", 5, 2, SessionState.READY))).isPresent();
    }

    @Test
    void codesAreToldToThoseOnlyWhoNameThem_andNotWhenTheyHaveExpired() {
        EventMessage code = Told.qr("alice", 1, 1, "2@secret", NOW.plusSeconds(20));
        assertThat(take(intake("default"), code)).isEmpty();
        EventFilter codes = new EventFilter(List.of("session.qr"));
        assertThat(take(intake(codes), code)).isPresent();
        assertThat(take(intake(codes), Told.qr("alice", 1, 2, "2@secret", NOW))).isEmpty();
    }

    @Test
    void aDeadLetterIsTakenWhateverHasHappenedSince() {
        Intake intake = intake("default");
        take(intake, Told.status("alice", 9, 1, SessionState.READY));
        EventMessage old = Told.status("alice", 4, 9, SessionState.DISCONNECTED);
        assertThat(intake.again(PARTITION, 200, NOW, CloudEventCodec.encode(old)))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"subject\":5,\"type\":\"io.rookery.event.message.received\"}",
                "{\"subject\":\"a b\",\"type\":\"io.rookery.event.message.received\"}",
                "{\"subject\":\"alice\",\"type\":\"io.rookery.event.message.received\"}",
                "{\"subject\":\"alice\",\"type\":\"io.rookery.event.message.received\",\"data\":{\"x\":1}}",
                "{\"subject\":\"alice\",\"type\":\"io.rookery.event.message.new\"}",
                "{\"subject\":\"alice\",\"epoch\":{},\"type\":\"io.rookery.event.session.status\""
            })
    void whatIsNoEventIsSkipped(String value) {
        assertThat(intake("default").take(PARTITION, 100, NOW, value.getBytes(UTF_8)))
                .isEmpty();
    }

    private Optional<Delivery> take(Intake intake, EventMessage message) {
        return intake.take(PARTITION, offset++, NOW, CloudEventCodec.encode(message));
    }

    private static EventMessage withTenant(EventMessage it, String tenant) {
        return new EventMessage(
                it.session(),
                it.id(),
                it.time(),
                new TenantId(tenant),
                it.epoch(),
                it.seq(),
                it.worker(),
                it.commandId(),
                it.traceparent(),
                it.event());
    }

    private static Intake intake(String tenant, String... sessions) {
        Set<SessionId> ids = Arrays.stream(sessions).map(SessionId::new).collect(Collectors.toSet());
        return begun(webhook(tenant, ids, new EventFilter(List.of())));
    }

    private static Intake intake(EventFilter filter) {
        return begun(webhook("default", Set.of(), filter));
    }

    private static Intake begun(Webhook webhook) {
        Intake intake = new Intake(webhook, InstantSource.fixed(NOW));
        intake.assigned(PARTITION, 0);
        return intake;
    }

    private static Webhook webhook(String tenant, Set<SessionId> sessions, EventFilter filter) {
        return new Webhook(
                new WebhookId("wh_aaaaaaaaaaaaaaaaaaaa"),
                new TenantId(tenant),
                "https://hooks.example.com/",
                sessions,
                filter,
                true,
                null,
                List.of(),
                List.of(),
                new Sealed(null, "{}"),
                NOW,
                null,
                NOW);
    }
}
