package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Command.SendMessage;
import io.rookery.events.Content;
import io.rookery.events.OutcomeStatus;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commands of several messages. */
class BulkTest {
    private static final Command.SendBulk THREE = bulk(3);

    private static Command.SendBulk bulk(int messages) {
        return new Command.SendBulk(
                IntStream.range(0, messages)
                        .mapToObj(it -> SendMessage.text("+49170000000" + it, "hello " + it))
                        .toList(),
                null);
    }

    @Test
    void messagesLeaveInOrder_withAPauseBetweenThem() {
        var host = HostHarness.started().ready().command("b1", THREE);
        assertThat(host.sentTexts).containsExactly("hello 0");
        host.pass(Duration.ofMillis(900));
        assertThat(host.sentTexts).as("a second has not passed").hasSize(1);
        host.pass(Duration.ofMillis(1200));
        assertThat(host.sentTexts).hasSize(2);
        host.pass(Duration.ofSeconds(2));
        assertThat(host.sentTexts).containsExactly("hello 0", "hello 1", "hello 2");
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.lastOutcome().code()).isEqualTo("OK");
        assertThat(host.lastOutcome().result()).containsEntry("total", "3").containsEntry("succeeded", "3");
        assertThat(host.lastOutcome().items())
                .hasSize(3)
                .extracting(it -> it.get("messageId"))
                .doesNotHaveDuplicates();
    }

    @Test
    void oneThatFails_doesNotStopTheRest() {
        var host = HostHarness.started()
                .ready()
                .on(
                        Effect.Send.class,
                        it -> Answers.text(it).equals("hello 1")
                                ? Optional.of(new Input.SendAnswered(
                                        new CallResult.Refused<>("NOT_ON_WHATSAPP", "no account")))
                                : Answers.taken(it, 1));
        host.command("b1", THREE).pass(Duration.ofSeconds(5));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.lastOutcome().code()).isEqualTo("PARTLY");
        assertThat(host.lastOutcome().result()).containsEntry("succeeded", "2");
        assertThat(host.lastOutcome().items())
                .extracting(it -> it.get("code"))
                .containsExactly("OK", "NOT_ON_WHATSAPP", "OK");
    }

    @Test
    void whereAllFailForTheSameReason_thatIsTheReason() {
        var host = HostHarness.started()
                .ready()
                .on(
                        Effect.Send.class,
                        it -> Optional.of(
                                new Input.SendAnswered(new CallResult.Refused<>("NOT_ON_WHATSAPP", "no account"))));
        host.command("b1", THREE).pass(Duration.ofSeconds(5));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(host.lastOutcome().code()).isEqualTo("NOT_ON_WHATSAPP");
    }

    @Test
    void whereAllFailForDifferentReasons_thatIsSaid() {
        var host = HostHarness.started()
                .ready()
                .on(
                        Effect.Send.class,
                        it -> Optional.of(new Input.SendAnswered(new CallResult.Refused<>(
                                Answers.text(it).equals("hello 1") ? "CHAT_NOT_FOUND" : "NOT_ON_WHATSAPP", "no"))));
        host.command("b1", THREE).pass(Duration.ofSeconds(5));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(host.lastOutcome().code()).isEqualTo("SEVERAL_REASONS");
    }

    @Test
    void aDrainWaitsForTheMessageThatIsUnderWay_andForNoOther() {
        var host = HostHarness.started()
                .ready()
                .on(Effect.Send.class, it -> Optional.empty())
                .command("b1", THREE)
                .feed(new Input.Drain())
                .pass(Duration.ofSeconds(1));
        assertThat(host.effects(Effect.Release.class)).as("one is under way").isEmpty();
        var first = host.effects(Effect.Send.class).getFirst();
        host.feed(Answers.taken(first, 1).orElseThrow()).pass(Duration.ofSeconds(1));
        assertThat(host.effects(Effect.Release.class)).hasSize(1);
        assertThat(host.effects(Effect.Send.class)).hasSize(1);
        assertThat(host.outcomes()).as("the next owner tells it").hasSize(1);
    }

    @Test
    void theNextOwner_sendsOnlyWhatIsNotThere() {
        var before = HostHarness.started().ready().command("b1", THREE);
        String first = before.effects(Effect.Send.class).getFirst().message().messageId();
        var host = HostHarness.orphaned()
                .ready()
                .on(
                        Effect.Find.class,
                        it -> Optional.of(new Input.FindAnswered(new CallResult.Done<>(
                                it.messageId().equals(first)
                                        ? Optional.of(new SentMessage(first, "chat", 1))
                                        : Optional.empty()))));
        host.command("b1", THREE).pass(Duration.ofSeconds(6));
        assertThat(host.sentTexts).containsExactly("hello 1", "hello 2");
        assertThat(host.lastOutcome().result()).containsEntry("succeeded", "3");
    }

    @Test
    void severalMedia_areSeveralMessages_withoutAPause() {
        var picture = new Content.Media(Content.MediaKind.IMAGE, null, null, "AAAA", "image/png", "a.png", "one");
        var other = new Content.Media(Content.MediaKind.IMAGE, null, null, "AAAA", "image/png", "b.png", "two");
        var host = HostHarness.started()
                .ready()
                .command(
                        "m1",
                        new SendMessage(
                                "+491700000002",
                                null,
                                List.of(picture, other),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null));
        assertThat(host.sentTexts).containsExactly("one", "two");
        assertThat(host.lastOutcome().items()).hasSize(2);
        assertThat(host.dropped)
                .containsExactlyElementsOf(host.lastOutcome().items().stream()
                        .map(it -> String.valueOf(it.get("messageId")))
                        .toList());
    }

    @Test
    void aSingleMessageHasNoItems() {
        var host = HostHarness.started().ready().command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().items()).isNull();
        assertThat(host.lastOutcome().result())
                .isEqualTo(Map.of("messageId", host.lastOutcome().result().get("messageId")));
    }
}
