package io.rookery.worker.browser.playwright;

import static io.rookery.worker.browser.playwright.World.done;
import static io.rookery.worker.browser.playwright.World.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Everything that a message can be, out of a real page to a phone and back. Alice has the page, Bob a phone. */
class MessagesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger SENT = new AtomicInteger();

    @TempDir
    static Path directory;

    private static World world;
    private static String alice;
    private static String bob;
    private static Story story;
    private static WhatsAppPage page;

    @BeforeAll
    static void start() throws IOException {
        world = new World(directory, settings -> settings);
        alice = world.newPhone();
        bob = world.newPhone();
        story = new Story();
        page = world.paired("alice", alice, story);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static String newId() {
        return "3EB0%018X".formatted(SENT.incrementAndGet());
    }

    private static OutgoingMessage message(Content content, @Nullable String replyTo, String... mentions) {
        return new OutgoingMessage(newId(), "+" + bob, content, null, replyTo, List.of(mentions), false);
    }

    /** What Bob sees of it. */
    private static JsonNode sent(OutgoingMessage message) {
        assertThat(done(page.send(message)).messageId()).isEqualTo(message.messageId());
        return atBob(message.messageId());
    }

    private static JsonNode atBob(String messageId) {
        return await().atMost(PATIENCE)
                .ignoreExceptionsMatching(AssertionError.class::isInstance)
                .until(() -> world.phones.message(bob, messageId), found -> true);
    }

    private static Event.Message received(String messageId) {
        return story.next(
                        PageEvent.MessageReceived.class,
                        it -> it.message().messageId().equals(messageId))
                .message();
    }

    private static String refusal(CallResult<?> result) {
        assertThat(result).isInstanceOf(CallResult.Refused.class);
        return ((CallResult.Refused<?>) result).code();
    }

    @Test
    void aReply_showsWhatItRepliesTo_inBothDirections() {
        String question = world.phones.write(bob, alice, "how are you?");
        received(question);
        JsonNode answer = sent(message(new Content.Text("fine"), question));
        assertThat(answer.at("/quoted/id").asString("")).isEqualTo(question);

        String back = world.phones.write(
                bob, alice, Map.of("text", "good", "replyTo", answer.path("id").asString()));
        Event.Quoted quoted = received(back).quoted();
        assertThat(quoted).isNotNull();
        assertThat(quoted.messageId()).isEqualTo(answer.path("id").asString());
        assertThat(quoted.text()).isEqualTo("fine");
    }

    @Test
    void aReplyToNothing_isRefused() {
        assertThat(refusal(now(page.send(message(new Content.Text("what?"), "3EB0FFFFFFFFFFFFFFFFFF")))))
                .isEqualTo("MESSAGE_NOT_FOUND");
    }

    @Test
    void mentions() {
        JsonNode seen = sent(message(new Content.Text("ask @" + bob), null, "+" + bob));
        assertThat(seen.path("mentions").toString()).contains(bob);
        String back = world.phones.write(bob, alice, Map.of("text", "@" + alice, "mentions", List.of(alice)));
        assertThat(received(back).mentions()).singleElement().asString().contains(alice);
    }

    @Test
    void aLocation() {
        JsonNode seen = sent(message(new Content.Location(48.137, 11.575, "Town hall", "Marienplatz 8"), null));
        assertThat(seen.at("/location/lat").asDouble()).isEqualTo(48.137);
        assertThat(seen.at("/location/name").asString("")).isEqualTo("Town hall");
        String back = world.phones.write(
                bob, alice, Map.of("location", Map.of("lat", 1.5, "lng", -2.5, "name", "Here", "address", "There")));
        assertThat(received(back).location()).isEqualTo(new Content.Location(1.5, -2.5, "Here", "There"));
        assertThat(received(back).kind()).isEqualTo("location");
    }

    @Test
    void aContactCard() {
        JsonNode seen = sent(message(new Content.ContactCard("Carol", "+491700000099"), null));
        assertThat(seen.path("contacts").toString()).contains("Carol", "491700000099");
        String back =
                world.phones.write(bob, alice, Map.of("contact", Map.of("name", "Dave", "number", "491700000098")));
        assertThat(received(back).contacts()).containsExactly(new Content.ContactCard("Dave", "+491700000098"));
    }

    @Test
    void aPoll_andTheVotes() {
        OutgoingMessage poll = message(new Content.Poll("Lunch?", List.of("yes", "no"), 1), null);
        assertThat(sent(poll).at("/poll/name").asString("")).isEqualTo("Lunch?");
        world.phones.treat(bob, poll.messageId(), "vote", Map.of("options", List.of("yes")));
        var vote = told(Event.PollVote.class, poll.messageId());
        assertThat(vote.options()).containsExactly("yes");
        assertThat(vote.from()).contains(bob);
        String back = world.phones.write(
                bob,
                alice,
                Map.of("poll", Map.of("name", "Tea?", "options", List.of("green", "black"), "selectable", 1)));
        assertThat(received(back).poll()).isEqualTo(new Content.Poll("Tea?", List.of("green", "black"), 1));
    }

    @Test
    void aForwardedMessage_keepsItsContent_andTheIdThatItShallHave() {
        String original = world.phones.write(bob, alice, "tell everybody");
        received(original);
        JsonNode seen = sent(message(new Content.Forward("+" + bob, original), null));
        assertThat(seen.path("text").asString("")).isEqualTo("tell everybody");
        assertThat(seen.path("forwarded").asBoolean()).isTrue();
        assertThat(refusal(now(page.send(message(new Content.Forward("+" + bob, "3EB0FFFFFFFFFFFFFFFFFF"), null)))))
                .isEqualTo("MESSAGE_NOT_FOUND");
    }

    private static <E extends Event.OfMessage> E told(Class<E> type, String messageId) {
        return type.cast(story.next(
                        PageEvent.Told.class,
                        it -> type.isInstance(it.event())
                                && it.event().messageId().equals(messageId))
                .event());
    }

    @Test
    void anEdit_inBothDirections() {
        OutgoingMessage first = message(new Content.Text("helo"), null);
        sent(first);
        done(page.act(new Command.EditMessage("+" + bob, first.messageId(), "hello")));
        await().atMost(PATIENCE)
                .until(() -> atBob(first.messageId()).path("text").asString("").equals("hello"));
        done(page.act(new Command.EditMessage("+" + bob, first.messageId(), "hello"))); // may be repeated

        String theirs = world.phones.write(bob, alice, "helo, too");
        received(theirs);
        world.phones.treat(bob, theirs, "edit", Map.of("text", "hello, too"));
        assertThat(told(Event.MessageEdited.class, theirs).text()).isEqualTo("hello, too");
        assertThat(refusal(now(page.act(new Command.EditMessage("+" + bob, theirs, "mine now")))))
                .isEqualTo("EDIT_REFUSED");
        assertThat(refusal(now(page.act(new Command.EditMessage("+" + bob, "3EB0FFFFFFFFFFFFFFFFFF", "x")))))
                .isEqualTo("MESSAGE_NOT_FOUND");
    }

    @Test
    void aDeletion_inBothDirections() {
        OutgoingMessage first = message(new Content.Text("oops"), null);
        sent(first);
        done(page.act(new Command.DeleteMessage("+" + bob, first.messageId())));
        await().atMost(PATIENCE)
                .until(() -> atBob(first.messageId()).path("revoked").asBoolean());
        done(page.act(new Command.DeleteMessage("+" + bob, first.messageId()))); // may be repeated

        String theirs = world.phones.write(bob, alice, "oops, too");
        received(theirs);
        assertThat(refusal(now(page.act(new Command.DeleteMessage("+" + bob, theirs)))))
                .isEqualTo("DELETE_REFUSED");
        world.phones.treat(bob, theirs, "revoke", Map.of());
        assertThat(told(Event.MessageDeleted.class, theirs).fromMe()).isFalse();
    }

    @Test
    void whatWhatsAppsServerRefuses_isSaidSo_andChangesNothing() {
        OutgoingMessage first = message(new Content.Text("as it was"), null);
        sent(first);
        world.phones.set("refuse-changes", Map.of("number", alice));
        try {
            assertThat(refusal(now(page.act(new Command.EditMessage("+" + bob, first.messageId(), "better")))))
                    .isEqualTo("EDIT_REFUSED");
            assertThat(refusal(now(page.act(new Command.ReactToMessage("+" + bob, first.messageId(), "👍")))))
                    .isEqualTo("REACTION_REFUSED");
            assertThat(refusal(now(page.act(new Command.DeleteMessage("+" + bob, first.messageId())))))
                    .isEqualTo("DELETE_REFUSED");
        } finally {
            world.phones.set("refuse-changes", Map.of("number", alice, "on", false));
        }
        assertThat(world.phones.ledger("alice", "change-refused")).hasSize(3);
        assertThat(atBob(first.messageId()).path("text").asString("")).isEqualTo("as it was");
        assertThat(done(page.find(first.messageId(), "+" + bob)))
                .as("nor is it gone here")
                .isPresent();
        done(page.act(new Command.EditMessage("+" + bob, first.messageId(), "better")));
        await().atMost(PATIENCE)
                .until(() -> atBob(first.messageId()).path("text").asString("").equals("better"));
        done(page.act(new Command.DeleteMessage("+" + bob, first.messageId())));
        await().atMost(PATIENCE)
                .until(() -> atBob(first.messageId()).path("revoked").asBoolean());
    }

    @Test
    void aReaction_inBothDirections() {
        String theirs = world.phones.write(bob, alice, "good news");
        received(theirs);
        done(page.act(new Command.ReactToMessage("+" + bob, theirs, "🎉")));
        await().atMost(PATIENCE)
                .until(() -> atBob(theirs).path("reactions").toString().contains("🎉"));
        done(page.act(new Command.ReactToMessage("+" + bob, theirs, "")));
        await().atMost(PATIENCE)
                .until(() -> !atBob(theirs).path("reactions").toString().contains("🎉"));

        OutgoingMessage mine = message(new Content.Text("more news"), null);
        sent(mine);
        world.phones.treat(bob, mine.messageId(), "reaction", Map.of("emoji", "👍"));
        assertThat(told(Event.MessageReaction.class, mine.messageId()).emoji()).isEqualTo("👍");
    }

    @Test
    void readAndTypingAndPresence_areSeenByTheOther() {
        String theirs = world.phones.write(bob, alice, "read me");
        received(theirs);
        done(page.act(new Command.MarkSeen("+" + bob)));
        await().atMost(PATIENCE).until(() -> atBob(theirs).path("ack").asInt() == 3);
        done(page.act(new Command.ShowTyping("+" + bob, Command.Typing.TYPING, 1)));
        done(page.act(new Command.ShowTyping("+" + bob, Command.Typing.RECORDING, 1)));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.phones.ledger(
                                it -> it.path("type").asString("").equals("presence")
                                        && it.path("account").asString("").equals(alice)))
                        .extracting(it -> it.path("state").asString(""))
                        .containsSubsequence("composing", "recording", "paused"));
        done(page.act(new Command.SetPresence(true)));
    }

    @Test
    void numbers() {
        List<Map<String, Object>> answer = done(page.act(new Command.CheckNumbers(List.of("+" + bob, "+4930123456"))));
        assertThat(answer).hasSize(2);
        assertThat(answer.get(0)).containsEntry("onWhatsApp", true).containsEntry("chatId", bob + "@c.us");
        assertThat(answer.get(1)).containsEntry("onWhatsApp", false).doesNotContainKey("chatId");
    }

    // ---- files

    static Stream<Arguments> files() {
        return Stream.of(
                arguments(MediaKind.IMAGE, "image/png", "cat.png", SmallFiles.PNG),
                arguments(MediaKind.VIDEO, "video/mp4", "cat.mp4", SmallFiles.mp4()),
                arguments(MediaKind.AUDIO, "audio/wav", "cat.wav", SmallFiles.wav()),
                arguments(MediaKind.VOICE, "audio/wav", "cat.wav", SmallFiles.wav()),
                arguments(MediaKind.STICKER, "image/webp", "cat.webp", SmallFiles.WEBP),
                arguments(MediaKind.DOCUMENT, "application/pdf", "cat.pdf", SmallFiles.PDF));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFile_inBothDirections(MediaKind kind, String mimeType, String name, byte[] bytes) throws IOException {
        String word = kind.name().toLowerCase(Locale.ROOT);
        boolean captioned = kind == MediaKind.IMAGE || kind == MediaKind.VIDEO || kind == MediaKind.DOCUMENT;
        OutgoingMessage message = withFile(kind, mimeType, name, bytes, captioned ? "look" : null);
        JsonNode seen = sent(message);
        assertThat(seen.path("kind").asString("")).isEqualTo(word);
        if (captioned) assertThat(seen.path("text").asString("")).isEqualTo("look");
        assertThat(seen.at("/media/mimetype").asString("")).startsWith(mimeType.substring(0, mimeType.indexOf('/')));
        if (kind != MediaKind.STICKER && kind != MediaKind.IMAGE) // these may be encoded anew
        assertThat(seen.at("/media/sha256").asString("")).isEqualTo(SmallFiles.sha256(bytes));
        assertThat(done(page.find(message.messageId(), bob))).isPresent();

        var media = new HashMap<String, Object>();
        media.put("base64", Base64.getEncoder().encodeToString(bytes));
        media.put("mimetype", mimeType);
        media.put("kind", word);
        media.put("filename", name);
        if (captioned) media.put("caption", "look back");
        Event.Message received = received(world.phones.write(bob, alice, Map.of("media", media)));
        assertThat(received.kind()).isEqualTo(word);
        if (captioned) assertThat(received.text()).isEqualTo("look back");
        assertThat(received.media()).isNotNull();
        assertThat(received.media().mimeType()).isEqualTo(mimeType);
        Path target = directory.resolve(received.messageId());
        WhatsAppPage.Downloaded file = done(
                page.download(new WhatsAppPage.MessageKey(received.chatId(), received.messageId(), false), target));
        assertThat(target).hasBinaryContent(bytes);
        assertThat(file).isEqualTo(new WhatsAppPage.Downloaded(bytes.length, SmallFiles.sha256(bytes)));
    }

    private static OutgoingMessage withFile(
            MediaKind kind, String mimeType, String name, byte[] bytes, @Nullable String caption) throws IOException {
        Path file = Files.write(directory.resolve(newId()), bytes);
        return new OutgoingMessage(
                newId(),
                "+" + bob,
                new Content.Media(kind, null, null, null, mimeType, name, caption),
                new PageFile(file, kind, mimeType, name),
                null,
                List.of(),
                false);
    }

    @Test
    void aFileOfTenMegabytes_comesInPieces() throws IOException {
        byte[] large = new byte[10 * 1024 * 1024];
        new Random(1).nextBytes(large);
        OutgoingMessage message = withFile(MediaKind.DOCUMENT, "application/octet-stream", "large.bin", large, null);
        JsonNode seen = sent(message);
        assertThat(seen.at("/media/sha256").asString("")).isEqualTo(SmallFiles.sha256(large));
        String back = world.phones.write(
                bob,
                alice,
                Map.of(
                        "media",
                        Map.of(
                                "sha256",
                                SmallFiles.sha256(large),
                                "mimetype",
                                "application/octet-stream",
                                "kind",
                                "document",
                                "filename",
                                "large.bin")));
        Event.Message received = received(back);
        Path target = directory.resolve("large-back");
        done(page.download(new WhatsAppPage.MessageKey(received.chatId(), back, false), target));
        assertThat(target).hasBinaryContent(large);
    }

    @Test
    void aPictureThatIsNone_isRefused() throws IOException {
        OutgoingMessage broken = withFile(MediaKind.IMAGE, "image/png", "cat.png", SmallFiles.PDF, null);
        assertThat(refusal(now(page.send(broken)))).isEqualTo("MEDIA_REFUSED");
    }

    @Test
    void aMessageWithoutAFile_hasNoneToDownload() {
        String plain = world.phones.write(bob, alice, "no file here");
        Event.Message received = received(plain);
        assertThat(refusal(now(page.download(
                        new WhatsAppPage.MessageKey(received.chatId(), plain, false), directory.resolve("none")))))
                .isEqualTo("MEDIA_EXPIRED");
    }

    // ---- groups, and what can be asked for

    @Test
    void aGroup() {
        String group = world.phones.makeGroup("Friends", bob, alice);
        String hello = world.phones.write(bob, group, "hello all");
        Event.Message received = received(hello);
        assertThat(received.chatId()).isEqualTo(group);
        assertThat(received.from()).as("the member, not the group").doesNotContain("@g.us");
        OutgoingMessage answer =
                new OutgoingMessage(newId(), group, new Content.Text("hello Bob"), null, hello, List.of(), false);
        assertThat(sent(answer).path("text").asString("")).isEqualTo("hello Bob");
        List<Map<String, Object>> groups = done(page.act(new Command.Query(Command.Subject.GROUPS, null, null, null)));
        assertThat(groups).anySatisfy(it -> assertThat(it).containsEntry("chatId", group));
    }

    @Test
    void queries() {
        String first = world.phones.write(bob, alice, "the first");
        String second = world.phones.write(bob, alice, "the second");
        received(first);
        received(second);
        assertThat(done(page.act(new Command.Query(Command.Subject.CHATS, null, null, 10))))
                .anySatisfy(it -> assertThat(String.valueOf(it.get("chatId"))).contains(bob));
        List<Map<String, Object>> messages =
                done(page.act(new Command.Query(Command.Subject.MESSAGES, "+" + bob, null, 100)));
        assertThat(messages)
                .extracting(it -> String.valueOf(it.get("messageId")))
                .containsSubsequence(first, second);
        assertThat(done(page.act(new Command.Query(Command.Subject.MESSAGES, "+" + bob, second, 100))))
                .extracting(it -> String.valueOf(it.get("messageId")))
                .contains(first)
                .doesNotContain(second);
        assertThat(done(page.act(new Command.Query(Command.Subject.CONTACTS, null, null, null))))
                .anySatisfy(it -> assertThat(String.valueOf(it.get("chatId"))).contains(bob));
        done(page.act(new Command.Query(Command.Subject.PICTURE, "+" + bob, null, null)));
    }
}
