package io.rookery.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

    static Stream<CommandMessage> commands() {
        return Stream.of(
                        new Command.Start(new Command.Pairing(Command.Method.CODE, "+491700000001")),
                        new Command.Close(),
                        new Command.LogOut(),
                        new Command.Destroy(),
                        new Command.SendText("+491700000002", "Grüße, 世界 👋"))
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
                "3EB0C0FFEE", "491700000002@c.us", "491700000001", "491700000002", true, "text", "hi", TIME);
        var account = new Event.Account("491700000001", "Alice");
        return Stream.of(
                        new Event.Status(
                                SessionState.READY,
                                List.of(SessionState.READY, SessionState.AUTHENTICATED, SessionState.QR_READY),
                                "RESTORED",
                                "the profile was restored",
                                account),
                        new Event.Qr(Command.Method.QR, "2@abc,def,ghi", TIME.plusSeconds(20)),
                        new Event.MessageReceived(message, false),
                        new Event.MessageSent(message),
                        new Event.MessageAck("3EB0C0FFEE", "491700000002@c.us", Event.AckLevel.DELIVERED),
                        new Event.Outcome(
                                OutcomeStatus.SUCCEEDED,
                                "OK",
                                null,
                                CommandType.SEND.type(),
                                3,
                                "9007199254740993",
                                Mode.OPEN,
                                Map.of("messageId", "3EB0C0FFEE")),
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
        String file = "/golden/" + type + ".json";
        try (var in = GoldenFilesTest.class.getResourceAsStream(file)) {
            assertThat(in)
                    .as("golden file %s for %s", file, new String(actual, StandardCharsets.UTF_8))
                    .isNotNull();
            assertThat(JSON.readTree(actual)).isEqualTo(JSON.readTree(in.readAllBytes()));
        }
    }
}
