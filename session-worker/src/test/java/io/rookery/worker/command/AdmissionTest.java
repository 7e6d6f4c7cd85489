package io.rookery.worker.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.event.RecordingEventLog;
import io.rookery.worker.lease.InMemoryLeaseStore;
import io.rookery.worker.lease.LeaseTimes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final SessionId ALICE = new SessionId("alice");
    private static final int HOME = 3;

    private final InMemoryLeaseStore leases = new InMemoryLeaseStore(LeaseTimes.DEFAULT, () -> 1_000_000);
    private final RecordingEventLog events = new RecordingEventLog();
    private final List<String> forwarded = new ArrayList<>();
    private final List<CommandMessage> written = new ArrayList<>();
    private final Admission admission = new Admission(
            leases,
            events,
            events,
            new Forwarding(),
            new UsersSessions(leases, written::add, () -> NOW),
            CloudEventCodec::writeStart,
            new WorkerId("w1"),
            () -> NOW);
    private long nextOffset;

    @BeforeEach
    void remember() {
        leases.finish(leases.elect("test").orElseThrow());
    }

    @Test
    void aStart_isOnTheTopicOfSessions_beforeItCanBeClaimed() throws Exception {
        assertThat(handle("c1", new Command.Start(null))).isEqualTo("claimable");
        assertThat(events.events(Event.SessionRecord.class)).hasSize(1);
        assertThat(leases.claimable(1)).containsExactly(ALICE);
    }

    @Test
    void whileTheTopicCanNotBeWritten_aStartIsNotAdmitted_andIsTriedAgain() throws Exception {
        events.goAway();
        assertThatThrownBy(() -> handle("c1", new Command.Start(null))).isInstanceOf(Admission.TryAgain.class);
        assertThat(leases.claimable(1)).isEmpty();
        events.comeBack();
        assertThat(handle("c1", new Command.Start(null))).isEqualTo("claimable");
    }

    @Test
    void aCommandForAnUnknownSession_isRejected() throws Exception {
        assertThat(handle("c1", Command.SendMessage.text("491700000002", "x"))).isEqualTo("reject");
        assertThat(outcome().code()).isEqualTo("SESSION_NOT_FOUND");
        assertThat(outcome().mode()).isEqualTo(Mode.CLOSING);
    }

    @Test
    void whatARunningSessionIsAsked_isLeftToItsOwner() throws Exception {
        handle("c1", new Command.Start(null));
        assertThat(handle("c2", Command.SendMessage.text("491700000002", "x"))).isEqualTo("owner");
        assertThat(events.events(Event.Outcome.class)).isEmpty();
    }

    @Test
    void anotherTenant_isAnsweredAsForAnUnknownSession() throws Exception {
        handle("c1", new Command.Start(null));
        leases.forget();
        remember();
        handle("c1", new Command.Close());
        assertThat(outcome().code()).isEqualTo("SESSION_NOT_FOUND");
        var foreign = new CommandMessage(
                ALICE,
                new CommandId("f"),
                URI.create("/x"),
                NOW,
                null,
                new TenantId("other"),
                null,
                new Command.Close());
        handle(HOME, CloudEventCodec.encode(foreign));
        assertThat(outcome().code()).isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void aWrongCommand_isRejectedWithItsField_whateverTheSessionDoes_andSaysNothingOfIt() throws Exception {
        handle("c1", new Command.Start(null));
        assertThat(handle(HOME, json("c2", "io.rookery.command.message.send", "{\"to\":\"491700000002\"}")))
                .isEqualTo("invalid");
        assertThat(outcome().code()).isEqualTo("INVALID_COMMAND");
        assertThat(outcome().text())
                .isEqualTo("data must have exactly one of text, media, location, contact, poll, forward");
        assertThat(outcome().mode()).isNull();
        assertThat(handle(HOME, json("c3", "io.rookery.command.dance", "{}"))).isEqualTo("invalid");
        assertThat(outcome().code()).isEqualTo("UNKNOWN_COMMAND_TYPE");
        assertThat(handle(HOME, json("c3", "io.rookery.command.dance", "{}"))).isEqualTo("duplicate");
    }

    @Test
    void whatNobodyCanBeToldAbout_goesToTheDeadLetterTopic() throws Exception {
        assertThat(handle(HOME, "not json".getBytes(StandardCharsets.UTF_8))).isEqualTo("dead_letter");
        assertThat(handle(HOME, null)).isEqualTo("dead_letter");
        assertThat(handle(HOME, "{\"id\":\"1\",\"subject\":\"a b\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("dead_letter");
        assertThat(forwarded)
                .containsExactly(
                        "dead: the value is not JSON",
                        "dead: the record has no value",
                        "dead: subject (the session id) must match " + SessionId.PATTERN);
    }

    @Test
    void whatLiesInAForeignPartition_isAppendedToItsHome_andNotDecidedHere() throws Exception {
        byte[] value =
                CloudEventCodec.encode(CommandMessage.of(ALICE, new CommandId("c1"), NOW, new Command.Start(null)));
        assertThat(handle(HOME + 1, value)).isEqualTo("reappended");
        assertThat(forwarded).containsExactly("home: alice");
        assertThat(leases.claimable(1)).isEmpty();
    }

    @Test
    void withoutItsMemory_theStoreDecidesNothing() throws Exception {
        leases.forget();
        assertThatThrownBy(() -> handle("c1", new Command.Close())).isInstanceOf(Admission.TryAgain.class);
        assertThat(events.published).isEmpty();
    }

    private Event.Outcome outcome() {
        return events.events(Event.Outcome.class).getLast();
    }

    private String handle(String id, Command command) throws Admission.TryAgain {
        return handle(HOME, CloudEventCodec.encode(CommandMessage.of(ALICE, new CommandId(id), NOW, command)));
    }

    private String handle(int partition, byte @Nullable [] value) throws Admission.TryAgain {
        return admission.handle(new Admission.Raw(partition, nextOffset++, NOW, null, value));
    }

    private static byte[] json(String id, String type, String data) {
        return ("{\"specversion\":\"1.0\",\"source\":\"/x\",\"subject\":\"alice\",\"id\":\"" + id + "\",\"type\":\""
                        + type + "\",\"data\":" + data + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private final class Forwarding implements Admission.Forwarding {
        @Override
        public int home(SessionId session) {
            return HOME;
        }

        @Override
        public void reappend(SessionId session, Admission.Raw raw) throws EventLogUnavailable {
            forwarded.add("home: " + session);
        }

        @Override
        public void deadLetter(Admission.Raw raw, String reason) throws EventLogUnavailable {
            forwarded.add("dead: " + reason);
        }
    }
}
