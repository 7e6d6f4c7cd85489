package io.rookery.worker.number;

import io.rookery.events.Command;
import io.rookery.events.Content;
import io.rookery.worker.number.PhoneNumbers.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads all phone numbers of a command; chat ids stay as they are. The numbers of a number check are left alone: it answers for each of them. */
public final class CommandNumbers {
    private final @Nullable String region;
    private final List<String> wrong = new ArrayList<>();

    private CommandNumbers(@Nullable String region) {
        this.region = region;
    }

    /**
     * A command whose numbers were read.
     *
     * @param command with every good number as E.164 has it
     * @param wrong each bad number: its field, and what is wrong with it; never the number itself
     */
    public record Checked(Command command, List<String> wrong) {
        /** What is wrong, in a sentence. */
        public String text() {
            return String.join("; ", wrong);
        }
    }

    /** @param region for national spellings, see {@link PhoneNumbers#read} */
    public static Checked check(Command command, @Nullable String region) {
        var numbers = new CommandNumbers(region);
        return new Checked(numbers.of(command), List.copyOf(numbers.wrong));
    }

    /** The options of a start; a bad number stays as it is. */
    public static Command.Start normalised(Command.Start options, @Nullable String region) {
        return new CommandNumbers(region).start(options);
    }

    private Command of(Command command) {
        return switch (command) {
            case Command.Start it -> start(it);
            case Command.Close it -> it;
            case Command.Restart it -> it;
            case Command.LogOut it -> it;
            case Command.Destroy it -> it;
            case Command.SendMessage it -> message("", it);
            case Command.SendBulk it ->
                new Command.SendBulk(
                        IntStream.range(0, it.messages().size())
                                .mapToObj(i -> message(
                                        "messages." + i + ".", it.messages().get(i)))
                                .toList(),
                        it.pause());
            case Command.EditMessage it -> new Command.EditMessage(to("to", it.to()), it.messageId(), it.text());
            case Command.DeleteMessage it -> new Command.DeleteMessage(to("to", it.to()), it.messageId());
            case Command.ReactToMessage it -> new Command.ReactToMessage(to("to", it.to()), it.messageId(), it.emoji());
            case Command.MarkSeen it -> new Command.MarkSeen(to("to", it.to()));
            case Command.ShowTyping it -> new Command.ShowTyping(to("to", it.to()), it.state(), it.seconds());
            case Command.SetPresence it -> it;
            case Command.CheckNumbers it -> it;
            case Command.Query it ->
                new Command.Query(it.what(), it.chat() == null ? null : to("chat", it.chat()), it.before(), it.limit());
        };
    }

    private Command.Start start(Command.Start it) {
        Command.Pairing pairing = it.pairing();
        if (pairing == null || pairing.phoneNumber() == null) return it;
        String phone = to("pairing.phoneNumber", pairing.phoneNumber());
        return it.with(new Command.Pairing(pairing.method(), phone));
    }

    private Command.SendMessage message(String path, Command.SendMessage it) {
        return new Command.SendMessage(
                to(path + "to", it.to()),
                it.text(),
                it.media(),
                it.location(),
                contact(path, it.contact()),
                it.poll(),
                forward(path, it.forward()),
                it.replyTo(),
                mentions(path, it.mentions()),
                it.linkPreview(),
                it.delivery());
    }

    private Content.@Nullable ContactCard contact(String path, Content.@Nullable ContactCard it) {
        return it == null
                ? null
                : new Content.ContactCard(it.name(), to(path + "contact.phoneNumber", it.phoneNumber()));
    }

    private Content.@Nullable Forward forward(String path, Content.@Nullable Forward it) {
        return it == null ? null : new Content.Forward(to(path + "forward.chatId", it.chatId()), it.messageId());
    }

    private @Nullable List<String> mentions(String path, @Nullable List<String> all) {
        return all == null
                ? null
                : IntStream.range(0, all.size())
                        .mapToObj(i -> to(path + "mentions." + i, all.get(i)))
                        .toList();
    }

    private String to(String field, String given) {
        if (given.contains("@")) return given;
        return switch (PhoneNumbers.read(given, region)) {
            case Reading.Number(String e164) -> e164;
            case Reading.Wrong(String why) -> {
                wrong.add(field + ": the number " + why);
                yield given;
            }
        };
    }
}
