package io.rookery.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The wire form of every kind, letter by letter: what other programs have stored must stay readable, and what they read must not change. */
class GoldenFilesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant TIME = Instant.parse("2026-11-20T12:00:00Z");
    private static final SessionId ALICE = new SessionId("alice");

    private static final Command.SendMessage SEND = new Command.SendMessage(
            "+491700000002",
            "Grüße, 世界 👋 @491700000003",
            null,
            null,
            null,
            null,
            null,
            "3EB0C0FFEE",
            List.of("+491700000003"),
            true,
            Command.Delivery.AT_MOST_ONCE);

    static Stream<CommandMessage> commands() {
        return Stream.of(
                        new Command.Start(
                                new Command.Pairing(Command.Method.CODE, "+491700000001"),
                                new Command.Limits(500, 100, 1000, "Europe/Berlin"),
                                "DE",
                                Map.of("crm", "lead-7"),
                                "user-1",
                                Command.Start.PLAYWRIGHT,
                                new Command.Proxy("http://proxy.example:3128", "u", "p"),
                                Command.OnConflict.REPLACE),
                        new Command.Close(true, TIME),
                        new Command.Restart(),
                        new Command.LogOut(),
                        new Command.Destroy(TIME),
                        SEND,
                        new Command.SendBulk(
                                List.of(SEND, Command.SendMessage.text("+491700000003", "you, too")),
                                new Command.Pause(1000, 2000)),
                        new Command.EditMessage("+491700000002", "3EB0C0FFEE", "better"),
                        new Command.DeleteMessage("+491700000002", "3EB0C0FFEE"),
                        new Command.ReactToMessage("491700000002@c.us", "3EB0C0FFEE", "👍"),
                        new Command.MarkSeen("491700000002@c.us"),
                        new Command.ShowTyping("+491700000002", Command.Typing.RECORDING, 5),
                        new Command.SetPresence(true),
                        new Command.CheckNumbers(List.of("+491700000002")),
                        new Command.Query(Command.Subject.MESSAGES, "+491700000002", "3EB0C0FFEE", 10))
                .map(command -> new CommandMessage(
                        ALICE,
                        new CommandId("c-1"),
                        URI.create("/gateway"),
                        TIME,
                        TIME.plusSeconds(60),
                        new TenantId("acme"),
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        command));
    }

    static Stream<EventMessage> events() {
        var message = new Event.Message(
                "3EB0C0FFEE",
                "491700000002@c.us",
                "491700000001",
                "491700000002",
                true,
                "Alice",
                "image",
                "hi",
                new Event.StoredMedia("m-1", "image/png", "a.png", 3_000_000_000L, "00ff", null, null),
                new Content.Location(48.1, 11.5, "Town hall", "Marienplatz 8"),
                List.of(new Content.ContactCard("Bob", "+491700000004")),
                new Content.Poll("Lunch?", List.of("yes", "no"), 1),
                new Event.Quoted("3EB0C0FFED", "491700000002@c.us", "you?"),
                List.of("491700000003@c.us"),
                true,
                TIME);
        var account = new Event.Account("491700000001", "Alice");
        return Stream.of(
                        new Event.Status(
                                SessionState.READY,
                                List.of(SessionState.READY, SessionState.AUTHENTICATED, SessionState.QR_READY),
                                "RESTORED",
                                "the profile was restored",
                                account,
                                Health.WARNING,
                                List.of("NOT_CONNECTED"),
                                "2.3000.1044822804"),
                        new Event.Qr(Command.Method.QR, "2@abc,def,ghi", TIME.plusSeconds(20)),
                        new Event.MessageReceived(message, false),
                        new Event.MessageSent(message),
                        new Event.MediaStored(
                                "3EB0C0FFEE",
                                "491700000002@c.us",
                                false,
                                new Event.StoredMedia(
                                        null, "video/mp4", null, 100_000_000L, null, 60, "MEDIA_TOO_LARGE")),
                        new Event.MessageEdited(
                                "3EB0C0FFEE", "491700000002@c.us", "491700000002@c.us", false, "ho", TIME),
                        new Event.MessageDeleted("3EB0C0FFEE", "491700000002@c.us", "491700000002@c.us", false),
                        new Event.MessageReaction("3EB0C0FFEE", "491700000002@c.us", "491700000002@c.us", "👍", TIME),
                        new Event.PollVote(
                                "3EB0C0FFEE", "491700000002@c.us", "491700000002@c.us", List.of("yes"), TIME),
                        new Event.MessageAck("3EB0C0FFEE", "491700000002@c.us", Event.AckLevel.DELIVERED),
                        new Event.Outcome(
                                OutcomeStatus.SUCCEEDED,
                                "OK",
                                null,
                                CommandType.SEND.type(),
                                3,
                                "9007199254740993",
                                Mode.OPEN,
                                Map.of("messageId", "3EB0C0FFEE"),
                                List.of(Map.of("index", 0, "status", "succeeded")),
                                new Event.Usage(
                                        LocalDate.of(2026, 11, 20),
                                        12,
                                        3,
                                        List.of(new Event.Usage.Slot(TIME, 2)),
                                        TIME.plusMillis(7),
                                        TIME,
                                        TIME.plusSeconds(1))),
                        new Event.Limits(2, 100, 712, 1000, 71, Health.WARNING, TIME.plusSeconds(3600)),
                        new Event.Restricted(Event.Restriction.CAPPING, true, TIME.plusSeconds(86_400), 25, 25),
                        new Event.Fence(),
                        new Event.SessionRecord(
                                Event.Desired.RUNNING,
                                SessionState.READY,
                                new Command.Start(Command.Pairing.QR),
                                7,
                                account,
                                Mode.OPEN))
                .map(event -> new EventMessage(
                        ALICE,
                        "e-1",
                        TIME,
                        new TenantId("acme"),
                        new Epoch(7),
                        12,
                        new WorkerId("w1"),
                        new CommandId("c-1"),
                        null,
                        event));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsWrittenAsItsGoldenFileAndReadBack(CommandMessage message) throws IOException {
        byte[] bytes = CloudEventCodec.encode(message);
        assertSameJson(bytes, message.command().type());
        assertThat(CloudEventCodec.decodeCommand(bytes)).isEqualTo(new DecodedCommand.Valid(message));
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventIsWrittenAsItsGoldenFileAndReadBack(EventMessage message) throws IOException {
        byte[] bytes = CloudEventCodec.encode(message);
        assertSameJson(bytes, message.event().type());
        assertThat(CloudEventCodec.decodeEvent(bytes)).isEqualTo(message);
    }

    @Test
    void everyKindHasAGoldenFile() {
        assertThat(commands().map(message -> message.command().type()).collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(CommandType.values())
                        .map(CommandType::type)
                        .collect(Collectors.toSet()));
        Set<String> told = events().map(message -> message.event().type()).collect(Collectors.toSet());
        assertThat(told)
                .isEqualTo(
                        Arrays.stream(EventType.values()).map(EventType::type).collect(Collectors.toSet()));
    }

    private static void assertSameJson(byte[] actual, String type) throws IOException {
        String file = "examples/" + type + ".json";
        try (var in = GoldenFilesTest.class.getResourceAsStream(file)) {
            assertThat(in)
                    .as("golden file %s for %s", file, new String(actual, StandardCharsets.UTF_8))
                    .isNotNull();
            assertThat(JSON.readTree(actual)).isEqualTo(JSON.readTree(in.readAllBytes()));
        }
    }
}
