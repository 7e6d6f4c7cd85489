package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Command.SendMessage;
import io.rookery.events.CommandType;
import io.rookery.events.Content;
import io.rookery.events.Content.MediaKind;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.pacing.Limits;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that needs a page, in every state in which there is none for it, with bad numbers, over the limits, and refused by the page: one outcome, its code, and nothing has left. */
class BadCommandsTest {
    private static final String BOB = "+491700000002";
    private static final String BAD = "0170 1234567"; // without a region
    private static final String ID = "3EB0AA";

    record Verb(String name, Command command) {
        @Override
        public String toString() {
            return name;
        }
    }

    // ---- the verbs

    static Stream<Verb> verbs() {
        return Stream.concat(sends(), acts());
    }

    static Stream<Verb> sends() {
        return sends(BOB);
    }

    private static Stream<Verb> sends(String to) {
        var verbs = new ArrayList<Verb>();
        verbs.add(new Verb("text", SendMessage.text(to, "hello")));
        for (MediaKind kind : MediaKind.values())
            verbs.add(new Verb(kind.name().toLowerCase(Locale.ROOT), file(to, kind)));
        verbs.add(new Verb("location", send(to, new Content.Location(1.0, 2.0, null, null), null, null, null)));
        verbs.add(new Verb("contact", send(to, null, new Content.ContactCard("Carol", BOB), null, null)));
        verbs.add(new Verb("poll", send(to, null, null, new Content.Poll("Tea?", List.of("yes", "no"), 1), null)));
        verbs.add(new Verb("forward", send(to, null, null, null, new Content.Forward(BOB, ID))));
        verbs.add(new Verb("reply", text(to, ID, null)));
        verbs.add(new Verb("mention", text(to, null, List.of(BOB))));
        verbs.add(new Verb("bulk", new Command.SendBulk(List.of(SendMessage.text(to, "hello")), null)));
        return verbs.stream();
    }

    private static Stream<Verb> acts() {
        return Stream.concat(
                toSomebody(BOB),
                Stream.of(
                        new Verb("presence", new Command.SetPresence(true)),
                        new Verb("check", new Command.CheckNumbers(List.of(BOB))),
                        new Verb("query", new Command.Query(Command.Subject.CHATS, null, null, null))));
    }

    private static Stream<Verb> toSomebody(String to) {
        return Stream.of(
                new Verb("edit", new Command.EditMessage(to, ID, "better")),
                new Verb("delete", new Command.DeleteMessage(to, ID)),
                new Verb("react", new Command.ReactToMessage(to, ID, "👍")),
                new Verb("seen", new Command.MarkSeen(to)),
                new Verb("typing", new Command.ShowTyping(to, Command.Typing.TYPING, 1)),
                new Verb("query of a chat", new Command.Query(Command.Subject.MESSAGES, to, null, null)));
    }

    private static SendMessage file(String to, MediaKind kind) {
        var media = new Content.Media(kind, null, null, "AAAA", null, null, null);
        return new SendMessage(to, null, List.of(media), null, null, null, null, null, null, null, null);
    }

    private static SendMessage send(
            String to,
            Content.@Nullable Location location,
            Content.@Nullable ContactCard contact,
            Content.@Nullable Poll poll,
            Content.@Nullable Forward forward) {
        return new SendMessage(to, null, null, location, contact, poll, forward, null, null, null, null);
    }

    private static SendMessage text(String to, @Nullable String replyTo, @Nullable List<String> mentions) {
        return new SendMessage(to, "hello", null, null, null, null, null, replyTo, mentions, null, null);
    }

    /** A verb that is added to the contract is added here, too. */
    @Test
    void noVerbIsForgotten() {
        assertThat(verbs().map(it -> CommandType.of(it.command())).distinct())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(CommandType.values())
                        .filter(type -> switch (type) {
                            case START, CLOSE, RESTART, LOGOUT, DESTROY -> false;
                            default -> true;
                        })
                        .toList());
    }

    private static Event.Outcome outcome(HostHarness host) {
        assertThat(host.sentTexts).isEmpty();
        assertThat(host.acts).isEmpty();
        assertThat(host.answered).contains("bad");
        return host.lastOutcome();
    }

    private static void ends(HostHarness host, OutcomeStatus status, String code) {
        Event.Outcome outcome = outcome(host);
        assertThat(outcome.code()).isEqualTo(code);
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.text()).isNotEmpty();
    }

    /** It is answered to whom it belongs, and tells nothing of the session. */
    @ParameterizedTest
    @MethodSource("verbs")
    void ofAnotherTenant(Verb verb) {
        var host = HostHarness.started().begin();
        host.command("start", new Command.Start(null, null, null, Map.of("crm", "lead-7"), null, null, null, null));
        var acme = new TenantId("acme");
        ends(host.command("bad", verb.command(), null, acme), OutcomeStatus.REJECTED, "SESSION_NOT_FOUND");
        var told = host.effects(Effect.TellOutcome.class).getLast().message();
        assertThat(told.tenant()).isEqualTo(acme);
        assertThat(told.metadata()).isNull();
        assertThat(host.lastOutcome().usage()).isNull();
        assertThat(host.effects(Effect.TellOutcome.class).getFirst().message().tenant())
                .isNotEqualTo(acme);
    }

    // ---- without a page that is ready

    @ParameterizedTest
    @MethodSource("verbs")
    void beforeAPhoneHasLinkedTheSession(Verb verb) {
        var host = HostHarness.started().begin().command("start", new Command.Start(null));
        host.page(new PageEvent.QrCode("2@code", host.wall().plusSeconds(60)));
        ends(host.command("bad", verb.command()), OutcomeStatus.REJECTED, "SESSION_NOT_LINKED");
        isIn(host, verb, SessionState.QR_READY);
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void afterThePhoneHasUnlinkedIt(Verb verb) {
        var host = HostHarness.started().ready().page(new PageEvent.LoggedOut("removed"));
        ends(host.command("bad", verb.command()), OutcomeStatus.REJECTED, "SESSION_LOGGED_OUT");
        isIn(host, verb, SessionState.LOGGED_OUT);
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void ofASessionWhoseProfileCanNotBeUsed(Verb verb) {
        var host = HostHarness.orphaned()
                .on(
                        Effect.Restore.class,
                        it -> Optional.of(new Input.Restored(
                                new Input.RestoreResult.Unusable("PROFILE_DAMAGED", "it is damaged"))));
        ends(
                host.begin().command("first", SendMessage.text(BOB, "x")).command("bad", verb.command()),
                OutcomeStatus.REJECTED,
                "SESSION_FAILED");
        isIn(host, verb, SessionState.FAILED);
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void ofASessionThatDoesNotBecomeReady(Verb verb) {
        var host = HostHarness.orphaned().ready().command("first", new Command.SetPresence(true));
        host.acts.clear();
        host.page(new PageEvent.Disconnected(null, null, null)).on(Effect.OpenPage.class, it -> Optional.empty());
        host.command("bad", verb.command()).pass(Duration.ofSeconds(62));
        ends(host, OutcomeStatus.FAILED, "SESSION_NOT_READY");
        isIn(host, verb, SessionState.INITIALIZING); // opened anew by now
    }

    /** A bulk says it of each of its messages. */
    private static void isIn(HostHarness host, Verb verb, SessionState state) {
        if (!(verb.command() instanceof Command.SendBulk))
            assertThat(host.lastOutcome().result()).containsEntry("state", state.name());
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void ofASessionThatIsClosed(Verb verb) {
        var host = HostHarness.started()
                .ready()
                .on(
                        Effect.GiveUp.class,
                        it -> Optional.of(new Input.GaveUp(new Input.Answer.Got<>(LeaseStore.GiveUp.MORE))));
        host.command("close", new Command.Close()).command("bad", verb.command());
        ends(host.pass(Duration.ofSeconds(1)), OutcomeStatus.REJECTED, "SESSION_NOT_RUNNING");
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void pastItsDeadline(Verb verb) {
        var host = HostHarness.started().ready();
        host.command("bad", verb.command(), host.wall().minusSeconds(1));
        ends(host, OutcomeStatus.EXPIRED, "EXPIRED");
    }

    // ---- numbers and limits

    static Stream<Verb> badNumbers() {
        return Stream.of(
                        sends(BAD),
                        toSomebody(BAD),
                        Stream.of(
                                new Verb("mention of", text(BOB, null, List.of(BAD))),
                                new Verb("card of", send(BOB, null, new Content.ContactCard("Carol", BAD), null, null)),
                                new Verb("forward from", send(BOB, null, null, null, new Content.Forward(BAD, ID)))))
                .flatMap(it -> it);
    }

    @ParameterizedTest
    @MethodSource("badNumbers")
    void aBadNumber(Verb verb) {
        var host = HostHarness.started().ready().command("bad", verb.command());
        ends(host, OutcomeStatus.REJECTED, "INVALID_NUMBER");
        assertThat(host.lastOutcome().text()).doesNotContain(BAD);
    }

    @ParameterizedTest
    @MethodSource("sends")
    void overTheHour(Verb verb) {
        ends(limited(1, 0, verb), OutcomeStatus.REJECTED, "RATE_LIMITED_HOUR");
    }

    @ParameterizedTest
    @MethodSource("sends")
    void overTheDay(Verb verb) {
        ends(limited(0, 1, verb), OutcomeStatus.REJECTED, "RATE_LIMITED_DAY");
    }

    private static HostHarness limited(int perHour, int perDay, Verb verb) {
        var host = HostHarness.started()
                .with(new Limits(Duration.ZERO, perHour, perDay, ZoneOffset.UTC))
                .ready()
                .command("first", Answers.HELLO);
        host.sentTexts.clear();
        host.command("bad", verb.command());
        assertThat(host.lastOutcome().result()).containsKey("retryAt");
        return host;
    }

    // ---- what the page refuses: BadMessagesIT has a real one

    @ParameterizedTest
    @MethodSource("verbs")
    void whatThePageRefuses(Verb verb) {
        var host = HostHarness.started()
                .ready()
                .on(
                        Effect.Send.class,
                        it -> Optional.of(new Input.SendAnswered(
                                new CallResult.Refused<>("CHAT_NOT_FOUND", "there is no such chat"))))
                .on(
                        Effect.Act.class,
                        it -> Optional.of(
                                new Input.Acted(new CallResult.Refused<>("CHAT_NOT_FOUND", "there is no such chat"))));
        ends(host.command("bad", verb.command()), OutcomeStatus.FAILED, "CHAT_NOT_FOUND");
    }

    /** One that may have been sent by an owner that has died, and was not found: the page's reason, but nobody knows. */
    @ParameterizedTest
    @MethodSource("sends")
    void whatThePageRefuses_afterACrash(Verb verb) {
        var host = HostHarness.orphaned()
                .ready()
                .on(
                        Effect.Send.class,
                        it -> Optional.of(new Input.SendAnswered(
                                new CallResult.Refused<>("CHAT_NOT_FOUND", "there is no such chat"))));
        ends(host.command("bad", verb.command()), OutcomeStatus.UNKNOWN, "CHAT_NOT_FOUND");
        assertThat(host.lastOutcome().result()).containsKey("messageId");
    }

    @Test
    void ofABulk_eachMessageHasItsOwnReason() {
        var codes =
                List.of("CHAT_NOT_FOUND", "NOT_ON_WHATSAPP", "REPLY_REFUSED").iterator();
        var host = HostHarness.started()
                .ready()
                .on(
                        Effect.Send.class,
                        it -> Optional.of(new Input.SendAnswered(new CallResult.Refused<>(codes.next(), "no"))));
        SendMessage hello = SendMessage.text(BOB, "hello");
        host.command("bad", new Command.SendBulk(List.of(hello, hello, hello), new Command.Pause(0, 0)))
                .pass(Duration.ofSeconds(1));
        ends(host, OutcomeStatus.FAILED, "SEVERAL_REASONS");
        assertThat(host.lastOutcome().items())
                .extracting(it -> it.get("code"))
                .containsExactly("CHAT_NOT_FOUND", "NOT_ON_WHATSAPP", "REPLY_REFUSED");
        assertThat(host.lastOutcome().result())
                .isEqualTo(Map.of(
                        "messageId",
                        String.valueOf(host.lastOutcome().result().get("messageId")),
                        "total",
                        "3",
                        "succeeded",
                        "0"));
    }
}
