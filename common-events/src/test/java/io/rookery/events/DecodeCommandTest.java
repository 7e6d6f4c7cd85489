package io.rookery.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person or a foreign program may write to the command topic, right or wrong. */
class DecodeCommandTest {

    @Test
    void theShortestCommandThatAPersonWouldType_isValid() {
        var decoded = decode("""
                {"specversion":"1.0","id":"1","source":"me","type":"io.rookery.command.session.start","subject":"alice"}""");
        assertThat(decoded).isInstanceOf(DecodedCommand.Valid.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json                                     | the value is not JSON",
                "[1]                                          | the value is not a JSON object",
                "{\"id\":\"1\"}                               | subject (the session id) is missing",
                "{\"id\":\"1\",\"subject\":\"\"}              | subject (the session id) is missing",
                "{\"id\":\"1\",\"subject\":\"a b\"}           | subject (the session id) must match ^[A-Za-z0-9_-]{1,64}$",
                "{\"subject\":\"alice\"}                      | id is missing",
                "{\"id\":\"a b\",\"subject\":\"alice\"}       | id must be 1 to 128 visible ASCII characters",
            })
    void whatCannotBeTiedToASessionAndAnId_isUndecodable(String value, String reason) {
        assertThat(decode(value)).isEqualTo(new DecodedCommand.Undecodable(reason));
    }

    @Test
    void aRecordWithoutAValue_isUndecodable() {
        assertThat(CloudEventCodec.decodeCommand(null)).isInstanceOf(DecodedCommand.Undecodable.class);
    }

    @Test
    void anUnknownType_isInvalidAndNamed() {
        var invalid = invalid(event("io.rookery.command.session.dance", "{}"));
        assertThat(invalid.code()).isEqualTo(DecodedCommand.UNKNOWN_COMMAND_TYPE);
        assertThat(invalid.type()).isEqualTo("io.rookery.command.session.dance");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "0.3", "1", ""})
    void anotherVersionOfTheEnvelope_isInvalidAndNamed(String version) {
        var invalid = invalid(
                "{\"specversion\":\"" + version + "\",\"id\":\"1\",\"source\":\"me\",\"subject\":\"alice\",\"type\":\""
                        + CommandType.CLOSE.type() + "\"}");
        assertThat(invalid.code()).isEqualTo(DecodedCommand.INVALID_COMMAND);
        assertThat(invalid.field()).isEqualTo("specversion");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "io.rookery.command.session.close | {\"why\":1}                             | why                  | why is not known here",
                "io.rookery.command.message.send  | {\"text\":\"x\"}                        | to                   | to is missing",
                "io.rookery.command.message.send  | {\"to\":\"+491700000001\"}              | data                 | data must have exactly one of text, media, location, contact, poll, forward",
                "io.rookery.command.message.send  | {\"to\":\"+491700000001\",\"message\":\"x\"} | message     | message is not known here",
                "io.rookery.command.message.send  | {\"to\":\"+491700000001\",\"media\":[{}]} | media.0          | media.0 must have exactly one of url, mediaId, base64",
                "io.rookery.command.message.bulk  | {\"messages\":[{\"to\":\"+491700000001\",\"text\":\"\"}]} | messages.0.text | messages.0.text must have at least 1 characters",
                "io.rookery.command.message.bulk  | {\"messages\":[]}                       | messages             | messages must have at least 1 entries",
                "io.rookery.command.message.send  | {\"to\":\"+491700000001\",\"text\":\"\"}| text                 | text must have at least 1 characters",
                "io.rookery.command.message.send  | {\"to\":\"+491700000001\",\"text\":7}   | text                 | text must be of type \"string\"",
                "io.rookery.command.session.start | {\"pairing\":{\"method\":\"nfc\"}}      | pairing.method       | pairing.method must be one of [\"qr\",\"code\"]",
                "io.rookery.command.session.start | {\"pairing\":{\"method\":\"code\"}}     | pairing.phoneNumber  | pairing.phoneNumber is missing",
                "io.rookery.command.session.start | []                                      | data                 | data must be of type \"object\"",
            })
    void aValueThatDoesNotFit_isRefusedWithItsField(String type, String data, String field, String text) {
        var invalid = invalid(event(type, data));
        assertThat(invalid.code()).isEqualTo(DecodedCommand.INVALID_COMMAND);
        assertThat(invalid.field()).isEqualTo(field);
        assertThat(invalid.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "12",
        "0170",
        "+49 170 x",
        "++491701234567",
        "((((((",
        "0170 1234567@c.us",
        "alice@c.us",
        "49170123456@s.whatsapp.net"
    })
    void aBadPhoneNumber_isRefused(String to) {
        assertThat(invalid(event(CommandType.SEND.type(), "{\"to\":\"" + to + "\",\"text\":\"x\"}"))
                        .field())
                .isEqualTo("to");
    }

    @ParameterizedTest
    @CsvSource({
        "491700000001",
        "+491700000001",
        "0170 1234567",
        "(0170) 123-4567",
        "0170/1234567",
        "+49 (0) 170 1234567"
    })
    void aNumberAsPeopleWriteIt_isLeftToTheWorker(String to) {
        for (CommandType type : new CommandType[] {CommandType.SEND, CommandType.CHECK}) {
            String data = type == CommandType.SEND
                    ? "{\"to\":\"" + to + "\",\"text\":\"x\",\"mentions\":[\"" + to + "\"]}"
                    : "{\"numbers\":[\"" + to + "\"]}";
            assertThat(decode(event(type.type(), data))).isInstanceOf(DecodedCommand.Valid.class);
        }
    }

    @Test
    void theLimitsOfAStart_areReadBack() {
        var decoded = decode(event(
                CommandType.START.type(),
                "{\"limits\":{\"perHour\":0,\"timeZone\":\"America/New_York\"},\"defaultRegion\":\"US\"}"));
        assertThat(((DecodedCommand.Valid) decoded).message().command())
                .isEqualTo(new Command.Start(null, new Command.Limits(null, 0, null, "America/New_York"), "US"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"limits\":{\"perHour\":-1}}             | limits.perHour",
                "{\"limits\":{\"perMinute\":1}}            | limits.perMinute",
                "{\"limits\":{\"timeZone\":\"Mars/Base\"}} | limits.timeZone",
                "{\"defaultRegion\":\"de\"}                | defaultRegion",
                "{\"defaultRegion\":\"XX\"}                | defaultRegion",
            })
    void optionsOfAStartThatMakeNoSense_areRefusedWithTheirField(String data, String field) {
        assertThat(invalid(event(CommandType.START.type(), data)).field()).isEqualTo(field);
    }

    @Test
    void aTooLongText_isRefused_andTheLongestIsNot() {
        String longest = "x".repeat(65_536);
        assertThat(decode(event(CommandType.SEND.type(), "{\"to\":\"491700000001\",\"text\":\"" + longest + "\"}")))
                .isInstanceOf(DecodedCommand.Valid.class);
        var invalid =
                invalid(event(CommandType.SEND.type(), "{\"to\":\"491700000001\",\"text\":\"" + longest + "x\"}"));
        assertThat(invalid.text()).isEqualTo("text must have at most 65536 characters");
    }

    @Test
    void badAttributesOfTheEnvelope_areInvalidWithTheirName() {
        assertThat(invalid("{\"id\":\"1\",\"subject\":\"alice\"}").field()).isEqualTo("specversion");
        assertThat(invalid(event(CommandType.CLOSE.type(), "{},\"expiresat\":\"tomorrow\""))
                        .field())
                .isEqualTo("expiresat");
        assertThat(invalid(event(CommandType.CLOSE.type(), "{},\"tenant\":\"A b\""))
                        .field())
                .isEqualTo("tenant");
        assertThat(invalid(event(CommandType.CLOSE.type(), "{},\"time\":\"now\""))
                        .field())
                .isEqualTo("event");
    }

    private static String event(String type, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"me\",\"subject\":\"alice\",\"type\":\"" + type
                + "\",\"data\":" + data + "}";
    }

    private static DecodedCommand decode(String value) {
        return CloudEventCodec.decodeCommand(value.getBytes(StandardCharsets.UTF_8));
    }

    private static DecodedCommand.Invalid invalid(String value) {
        assertThat(decode(value)).isInstanceOf(DecodedCommand.Invalid.class);
        return (DecodedCommand.Invalid) decode(value);
    }
}
