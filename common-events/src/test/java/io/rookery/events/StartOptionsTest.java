package io.rookery.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What may be said with a start, and how it comes back. */
class StartOptionsTest {
    private static final SessionId ALICE = new SessionId("alice");

    @Test
    void metadata_comesBackWithAnEvent_asAnAttribute() {
        var metadata = Map.of("crm", "lead-7", "name", "Müller \"the\" 1st");
        var message = new EventMessage(
                ALICE, "1", Instant.EPOCH, null, new Epoch(1), 1, null, null, null, metadata, new Event.Fence());
        byte[] bytes = CloudEventCodec.encode(message);
        assertThat(JsonMapper.shared().readTree(bytes).path("metadata").isString())
                .isTrue();
        assertThat(CloudEventCodec.decodeEvent(bytes)).isEqualTo(message);
    }

    @Test
    void withoutMetadata_thereIsNoAttribute() {
        var message =
                new EventMessage(ALICE, "1", Instant.EPOCH, null, null, null, null, null, null, new Event.Fence());
        assertThat(JsonMapper.shared().readTree(CloudEventCodec.encode(message)).has("metadata"))
                .isFalse();
    }

    @Test
    void theOptions_areKeptInTheRecord() {
        var start = new Command.Start(
                null,
                null,
                null,
                Map.of("crm", "lead-7"),
                "user-1",
                Command.Start.PLAYWRIGHT,
                new Command.Proxy("http://p.example:1", "u", "pw"),
                null);
        assertThat(CloudEventCodec.readStart(CloudEventCodec.writeStart(start))).isEqualTo(start);
    }

    /** A later start that names nobody leaves the session to its user; what to do about another session is not kept. */
    @Test
    void whatIsKept_hasTheUserOfBefore_andNothingOfTheConflict() {
        var bare = new Command.Start(Command.Pairing.QR);
        assertThat(bare.kept("user-1").userId()).isEqualTo("user-1");
        var named = new Command.Start(null, null, null, null, "user-2", null, null, Command.OnConflict.REPLACE);
        assertThat(named.kept("user-1"))
                .isEqualTo(new Command.Start(null, null, null, null, "user-2", null, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"onConflict\":\"use\"} | onConflict",
                "{\"engine\":\"whatsmeow\"} | engine",
                "{\"userId\":\"\"} | userId",
                "{\"userId\":\"a b\"} | userId",
                "{\"proxy\":{\"server\":\"http://user:secret@proxy:1\"}} | server",
                "{\"proxy\":{\"server\":\"proxy:1\"}} | server",
                "{\"proxy\":{\"username\":\"u\"}} | server",
                "{\"proxy\":{\"server\":\"socks5://proxy:1\",\"username\":\"u\"}} | username",
                "{\"metadata\":{\"a\":1}} | metadata",
                "{\"metadata\":{\"a b\":\"c\"}} | metadata",
                "{\"metadata\":\"a\"} | metadata"
            })
    void whatDoesNotFit_isRefused_withItsField(String data, String field) {
        assertThatThrownBy(() -> CloudEventCodec.command(
                        CommandType.START, JsonMapper.shared().readTree(data)))
                .isInstanceOfSatisfying(
                        InvalidValue.class, it -> assertThat(it.field()).contains(field));
    }

    @Test
    void aProxy_neverShowsItself() {
        var proxy = new Command.Proxy("http://proxy.example:3128", "somebody", "secret");
        assertThat(proxy.host()).isEqualTo("proxy.example");
        assertThat(new Command.Start(null, null, null, null, null, null, proxy, null).toString())
                .doesNotContain("secret", "somebody", "proxy.example");
    }

    @Test
    void seventeenPairs_areTooMany() {
        Map<String, String> many = IntStream.range(0, 17).boxed().collect(Collectors.toMap(it -> "k" + it, it -> "v"));
        var data = JsonMapper.shared().valueToTree(Map.of("metadata", many));
        assertThatThrownBy(() -> CloudEventCodec.command(CommandType.START, data))
                .isInstanceOf(InvalidValue.class);
    }
}
