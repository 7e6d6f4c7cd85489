package io.rookery.worker.browser.playwright;

import static io.rookery.worker.browser.playwright.World.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Content;
import io.rookery.events.Content.MediaKind;
import io.rookery.events.Event;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.OutgoingMessage;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageFile;
import io.rookery.worker.browser.WhatsAppPage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page refuses, of each kind of message and of each change to one: the code, and that nothing has left. Alice has the page, Bob a phone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadMessagesIT {
    private static final AtomicInteger SENT = new AtomicInteger();
    private static final String NO_SUCH_MESSAGE = "3EB0FFFFFFFFFFFFFFFFFF";
    private static final String NO_SUCH_GROUP = "120363000000000001@g.us";
    private static final String NOT_ON_WHATSAPP = "+491701234567";
    private static final long MEGABYTE = 1024 * 1024;

    private Path directory;
    private World world;
    private Story story;
    private WhatsAppPage page;
    private String bob;
    private String theirs;
    private String theirsDeleted;
    private String ownDeleted;
    private String ownLocation;
    private String ownOfTwentyMinutesAgo;
    private String ownOfThreeDaysAgo;

    /** @param call what is asked of the page, once the messages are there that it is about */
    record Bad(String verb, String fault, String code, Call call) {
        @Override
        public String toString() {
            return verb + ": " + fault;
        }
    }

    interface Call {
        CallResult<?> on(BadMessagesIT world) throws IOException;
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        world = new World(temporary, settings -> settings);
        String alice = world.newPhone();
        bob = world.newPhone();
        story = new Story();
        page = world.paired("alice", alice, story);

        theirs = arrived(world.phones.write(bob, alice, "hello"));
        theirsDeleted = deleted(bob, arrived(world.phones.write(bob, alice, "oops")));
        ownDeleted = deleted(alice, shown(world.phones.write(alice, bob, "oops, too")));
        ownLocation = shown(world.phones.write(alice, bob, Map.of("location", Map.of("lat", 1.5, "lng", 2.5))));
        ownOfTwentyMinutesAgo = shown(writtenBefore(alice, Duration.ofMinutes(20)));
        ownOfThreeDaysAgo = shown(writtenBefore(alice, Duration.ofDays(3)));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private String writtenBefore(String from, Duration age) {
        return world.phones.write(from, bob, Map.of("text", "some time ago", "ageSeconds", age.toSeconds()));
    }

    private String arrived(String messageId) {
        story.next(
                PageEvent.MessageReceived.class, it -> it.message().messageId().equals(messageId));
        return messageId;
    }

    private String shown(String messageId) {
        story.next(PageEvent.MessageSent.class, it -> it.message().messageId().equals(messageId));
        return messageId;
    }

    private String deleted(String by, String messageId) {
        world.phones.treat(by, messageId, "revoke", Map.of());
        story.next(
                PageEvent.Told.class,
                it -> it.event() instanceof Event.MessageDeleted
                        && it.event().messageId().equals(messageId));
        return messageId;
    }

    // ---- what is asked

    private CallResult<?> send(String to, Content content, @Nullable String replyTo, String... mentions)
            throws IOException {
        PageFile file = content instanceof Content.Media media ? file(kind(media), good(kind(media))) : null;
        return send(new OutgoingMessage(newId(), to, content, file, replyTo, List.of(mentions), false));
    }

    private CallResult<?> send(OutgoingMessage message) {
        CallResult<?> result = now(page.send(message));
        if (result instanceof CallResult.Refused)
            assertThat(now(page.find(message.messageId(), "+" + bob)))
                    .as("nothing has left")
                    .isEqualTo(new CallResult.Done<>(Optional.empty()));
        return result;
    }

    private CallResult<?> act(Command.InPage command) {
        return now(page.act(command));
    }

    private static String newId() {
        return "3EB0%018X".formatted(0xBAD000 + SENT.incrementAndGet());
    }

    private static MediaKind kind(Content.Media media) {
        return Objects.requireNonNull(media.kind(), "a file has a kind");
    }

    private PageFile file(MediaKind kind, byte[] bytes) throws IOException {
        Path path = Files.write(directory.resolve(newId()), bytes);
        return new PageFile(path, kind, mimeType(kind), "file");
    }

    private static byte[] good(MediaKind kind) {
        return switch (kind) {
            case IMAGE -> SmallFiles.PNG;
            case VIDEO -> SmallFiles.mp4();
            case AUDIO, VOICE -> SmallFiles.wav();
            case STICKER -> SmallFiles.WEBP;
            case DOCUMENT -> SmallFiles.PDF;
        };
    }

    private static String mimeType(MediaKind kind) {
        return switch (kind) {
            case IMAGE -> "image/png";
            case VIDEO -> "video/mp4";
            case AUDIO, VOICE -> "audio/wav";
            case STICKER -> "image/webp";
            case DOCUMENT -> "application/pdf";
        };
    }

    private static Content media(MediaKind kind) {
        return new Content.Media(kind, null, null, null, mimeType(kind), "file", null);
    }

    // ---- the matrix

    static Stream<Bad> everyContent_toWhomThereIsNobody_andAboutWhatThereIsNot() {
        var contents = new ArrayList<Map.Entry<String, Content>>(List.of(
                Map.entry("text", new Content.Text("hello")),
                Map.entry("location", new Content.Location(1.5, 2.5, null, null)),
                Map.entry("contact", new Content.ContactCard("Carol", "+491700000099")),
                Map.entry("poll", new Content.Poll("Lunch?", List.of("yes", "no"), 1))));
        for (MediaKind kind : MediaKind.values())
            contents.add(Map.entry(kind.name().toLowerCase(Locale.ROOT), media(kind)));
        return contents.stream().flatMap(it -> ofContent("send " + it.getKey(), it.getValue()));
    }

    private static Stream<Bad> ofContent(String verb, Content content) {
        return Stream.of(
                new Bad(verb, "unknown chat", "CHAT_NOT_FOUND", it -> it.send(NO_SUCH_GROUP, content, null)),
                new Bad(verb, "no account", "NOT_ON_WHATSAPP", it -> it.send(NOT_ON_WHATSAPP, content, null)),
                new Bad(
                        verb,
                        "reply to nothing",
                        "MESSAGE_NOT_FOUND",
                        it -> it.send("+" + it.bob, content, NO_SUCH_MESSAGE)),
                new Bad(
                        verb,
                        "reply to a deleted message",
                        "REPLY_REFUSED",
                        it -> it.send("+" + it.bob, content, it.theirsDeleted)),
                new Bad(
                        verb,
                        "mention of a group",
                        "MENTION_REFUSED",
                        it -> it.send("+" + it.bob, content, null, NO_SUCH_GROUP)));
    }

    static Stream<Bad> forwards() {
        return Stream.of(
                new Bad(
                        "forward",
                        "to an unknown chat",
                        "CHAT_NOT_FOUND",
                        it -> it.send(NO_SUCH_GROUP, new Content.Forward("+" + it.bob, it.theirs), null)),
                new Bad(
                        "forward",
                        "to no account",
                        "NOT_ON_WHATSAPP",
                        it -> it.send(NOT_ON_WHATSAPP, new Content.Forward("+" + it.bob, it.theirs), null)),
                new Bad(
                        "forward",
                        "from an unknown chat",
                        "CHAT_NOT_FOUND",
                        it -> it.send("+" + it.bob, new Content.Forward(NO_SUCH_GROUP, it.theirs), null)),
                new Bad(
                        "forward",
                        "from no account",
                        "NOT_ON_WHATSAPP",
                        it -> it.send("+" + it.bob, new Content.Forward(NOT_ON_WHATSAPP, it.theirs), null)),
                new Bad(
                        "forward",
                        "unknown message",
                        "MESSAGE_NOT_FOUND",
                        it -> it.send("+" + it.bob, new Content.Forward("+" + it.bob, NO_SUCH_MESSAGE), null)),
                new Bad(
                        "forward",
                        "deleted message",
                        "FORWARD_REFUSED",
                        it -> it.send("+" + it.bob, new Content.Forward("+" + it.bob, it.theirsDeleted), null)));
    }

    static Stream<Bad> changes() {
        var cases = new ArrayList<Bad>(List.of(
                edit("somebody else's", "EDIT_REFUSED", it -> it.theirs),
                edit("too late", "EDIT_REFUSED", it -> it.ownOfTwentyMinutesAgo),
                edit("no text", "EDIT_REFUSED", it -> it.ownLocation),
                edit("deleted message", "EDIT_REFUSED", it -> it.ownDeleted),
                edit("unknown message", "MESSAGE_NOT_FOUND", it -> NO_SUCH_MESSAGE),
                delete("somebody else's", "DELETE_REFUSED", it -> it.theirs),
                delete("too late", "DELETE_REFUSED", it -> it.ownOfThreeDaysAgo),
                delete("unknown message", "MESSAGE_NOT_FOUND", it -> NO_SUCH_MESSAGE),
                react("deleted message", "REACTION_REFUSED", it -> it.theirsDeleted),
                react("unknown message", "MESSAGE_NOT_FOUND", it -> NO_SUCH_MESSAGE)));
        cases.addAll(nobodyThere("edit", to -> new Command.EditMessage(to, NO_SUCH_MESSAGE, "better")));
        cases.addAll(nobodyThere("delete", to -> new Command.DeleteMessage(to, NO_SUCH_MESSAGE)));
        cases.addAll(nobodyThere("react", to -> new Command.ReactToMessage(to, NO_SUCH_MESSAGE, "👍")));
        return cases.stream();
    }

    static Stream<Bad> chats() {
        var cases = new ArrayList<Bad>();
        cases.addAll(nobodyThere("seen", Command.MarkSeen::new));
        for (Command.Typing state : Command.Typing.values())
            cases.addAll(
                    nobodyThere(state.name().toLowerCase(Locale.ROOT), to -> new Command.ShowTyping(to, state, 1)));
        cases.addAll(nobodyThere("query messages", to -> new Command.Query(Command.Subject.MESSAGES, to, null, 10)));
        cases.add(new Bad(
                "query messages",
                "before an unknown one",
                "MESSAGE_NOT_FOUND",
                it -> it.act(new Command.Query(Command.Subject.MESSAGES, "+" + it.bob, NO_SUCH_MESSAGE, 10))));
        cases.add(new Bad(
                "query picture",
                "no account",
                "NOT_ON_WHATSAPP",
                it -> it.act(new Command.Query(Command.Subject.PICTURE, NOT_ON_WHATSAPP, null, null))));
        return cases.stream();
    }

    private interface About {
        String message(BadMessagesIT world);
    }

    private interface To {
        Command.InPage chat(String to);
    }

    private static Bad edit(String fault, String code, About which) {
        return new Bad(
                "edit", fault, code, it -> it.act(new Command.EditMessage("+" + it.bob, which.message(it), "better")));
    }

    private static Bad delete(String fault, String code, About which) {
        return new Bad("delete", fault, code, it -> it.act(new Command.DeleteMessage("+" + it.bob, which.message(it))));
    }

    private static Bad react(String fault, String code, About which) {
        return new Bad(
                "react", fault, code, it -> it.act(new Command.ReactToMessage("+" + it.bob, which.message(it), "👍")));
    }

    private static List<Bad> nobodyThere(String verb, To command) {
        return List.of(
                new Bad(verb, "unknown chat", "CHAT_NOT_FOUND", it -> it.act(command.chat(NO_SUCH_GROUP))),
                new Bad(verb, "no account", "NOT_ON_WHATSAPP", it -> it.act(command.chat(NOT_ON_WHATSAPP))));
    }

    /** WhatsApp Web's own limits, of which the worker knows nothing. */
    static Stream<Bad> files() {
        return Stream.of(
                broken(MediaKind.IMAGE),
                broken(MediaKind.STICKER),
                large(MediaKind.IMAGE, 16),
                large(MediaKind.VIDEO, 64),
                large(MediaKind.AUDIO, 16),
                large(MediaKind.VOICE, 16),
                large(MediaKind.STICKER, 1),
                large(MediaKind.DOCUMENT, 100));
    }

    private static Bad broken(MediaKind kind) {
        return new Bad(
                "send " + kind,
                "broken",
                "MEDIA_REFUSED",
                it -> it.send(it.withFile(kind, it.file(kind, SmallFiles.PDF))));
    }

    private static Bad large(MediaKind kind, int megabytes) {
        return new Bad("send " + kind, "too large", "MEDIA_TOO_LARGE", it -> {
            PageFile file = it.file(kind, good(kind));
            try (var grown = new RandomAccessFile(file.path().toFile(), "rw")) {
                grown.setLength(megabytes * MEGABYTE + 1); // takes no room on the disk
            }
            return it.send(it.withFile(kind, file));
        });
    }

    private OutgoingMessage withFile(MediaKind kind, PageFile file) {
        return new OutgoingMessage(newId(), "+" + bob, media(kind), file, null, List.of(), false);
    }

    @ParameterizedTest
    @MethodSource({"everyContent_toWhomThereIsNobody_andAboutWhatThereIsNot", "forwards", "changes", "chats", "files"})
    void isRefused(Bad bad) throws IOException {
        int before = world.phones.messages(bob).size();
        CallResult<?> result = bad.call().on(this);
        assertThat(result).isInstanceOf(CallResult.Refused.class);
        assertThat(((CallResult.Refused<?>) result).code()).isEqualTo(bad.code());
        assertThat(world.phones.messages(bob)).as("what Bob has").hasSize(before);
    }

    /** After a crash nobody knows whether the first command was carried out: one to nobody surely was not. */
    @Test
    void whatCanNotHaveBeenSent_isNotFound() {
        assertThat(now(page.find(newId(), NOT_ON_WHATSAPP))).isEqualTo(new CallResult.Done<>(Optional.empty()));
        assertThat(now(page.find(newId(), NO_SUCH_GROUP))).isEqualTo(new CallResult.Done<>(Optional.empty()));
    }

    @Test
    void aDeletedMessage_canBeDeletedAgain() {
        assertThat(act(new Command.DeleteMessage("+" + bob, ownDeleted))).isEqualTo(new CallResult.Done<>(List.of()));
    }
}
