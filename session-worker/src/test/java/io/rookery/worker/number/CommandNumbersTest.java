package io.rookery.worker.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Content;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where numbers are in commands. */
class CommandNumbersTest {
    private static final String NATIONAL = "0170 1234567";
    private static final String E164 = "+491701234567";

    @Test
    void everyNumberOfAMessage_isReadInTheRegion() {
        assertThat(CommandNumbers.check(message(NATIONAL), "DE"))
                .isEqualTo(new CommandNumbers.Checked(message(E164), List.of()));
    }

    @Test
    void everyBadNumber_isNamedByItsField_andNeverByItself() {
        var checked = CommandNumbers.check(
                new Command.SendBulk(List.of(Command.SendMessage.text(E164, "x"), message(NATIONAL)), null), null);
        assertThat(checked.wrong())
                .extracting(it -> it.substring(0, it.indexOf(':')))
                .containsExactly(
                        "messages.1.to",
                        "messages.1.contact.phoneNumber",
                        "messages.1.forward.chatId",
                        "messages.1.mentions.0");
        assertThat(checked.text()).contains("defaultRegion").doesNotContain("1234567");
    }

    @Test
    void chatIds_areLeftAlone() {
        for (String chat : List.of("491701234567@c.us", "12036302-15551234@g.us", "123456789012345@lid"))
            assertThat(CommandNumbers.check(new Command.MarkSeen(chat), null).command())
                    .isEqualTo(new Command.MarkSeen(chat));
    }

    @Test
    void whatIsDoneInAChat_goesToTheNumberToo() {
        assertThat(List.of(
                        CommandNumbers.check(new Command.EditMessage(NATIONAL, "m", "t"), "DE")
                                .command(),
                        CommandNumbers.check(new Command.DeleteMessage(NATIONAL, "m"), "DE")
                                .command(),
                        CommandNumbers.check(new Command.ReactToMessage(NATIONAL, "m", "👍"), "DE")
                                .command(),
                        CommandNumbers.check(new Command.ShowTyping(NATIONAL, Command.Typing.TYPING, 5), "DE")
                                .command(),
                        CommandNumbers.check(new Command.MarkSeen(NATIONAL), "DE")
                                .command()))
                .isEqualTo(List.of(
                        new Command.EditMessage(E164, "m", "t"),
                        new Command.DeleteMessage(E164, "m"),
                        new Command.ReactToMessage(E164, "m", "👍"),
                        new Command.ShowTyping(E164, Command.Typing.TYPING, 5),
                        new Command.MarkSeen(E164)));
    }

    @Test
    void thePhoneThatIsToLinkASession_isReadInItsRegion() {
        var start = new Command.Start(new Command.Pairing(Command.Method.CODE, NATIONAL), null, "DE");
        var expected = new Command.Start(new Command.Pairing(Command.Method.CODE, E164), null, "DE");
        assertThat(CommandNumbers.check(start, "DE").command()).isEqualTo(expected);
        assertThat(CommandNumbers.normalised(start, "DE")).isEqualTo(expected);
        assertThat(CommandNumbers.check(start, null).wrong())
                .singleElement()
                .asString()
                .startsWith("pairing.phoneNumber:");
        assertThat(CommandNumbers.normalised(start, null)).isEqualTo(start);
    }

    private static Command.SendMessage message(String number) {
        return new Command.SendMessage(
                number,
                "x",
                null,
                null,
                new Content.ContactCard("Bob", number),
                null,
                new Content.Forward(number, "m"),
                null,
                List.of(number, "491701234567@c.us"),
                null,
                null);
    }
}
