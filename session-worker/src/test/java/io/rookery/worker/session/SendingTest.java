package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may be said of a send. */
class SendingTest {
    @Test
    void aSendSucceeds_whenWhatsAppHasAcknowledgedIt() {
        var host = HostHarness.started().ready().command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.lastOutcome().result()).containsKey("messageId");
        assertThat(host.sentTexts).containsExactly("hello");
    }

    @Test
    void withoutAnAcknowledgement_itIsUnknown() {
        var host = HostHarness.started().ready().on(Effect.Send.class, it -> Answers.taken(it, 0));
        host.command("s1", Answers.HELLO).pass(Duration.ofSeconds(19));
        assertThat(host.outcomes()).hasSize(1);
        host.pass(Duration.ofSeconds(2));
        assertThat(host.lastOutcome().code()).isEqualTo("ACK_TIMEOUT");
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.UNKNOWN);
    }

    @Test
    void anAcknowledgementThatComesLater_isEnough() {
        var host = HostHarness.started().ready().on(Effect.Send.class, it -> Answers.taken(it, 0));
        host.command("s1", Answers.HELLO).pass(Duration.ofSeconds(5));
        String id = host.effects(Effect.Send.class).getLast().message().messageId();
        host.page(new PageEvent.MessageAck(id, "chat", Event.AckLevel.SENT));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @Test
    void aRefusedSend_fails() {
        var host = HostHarness.started()
                .ready()
                .on(
                        Effect.Send.class,
                        it -> Optional.of(new Input.SendAnswered(
                                new CallResult.Refused<>("NOT_ON_WHATSAPP", "the number is not on WhatsApp"))));
        host.command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(host.lastOutcome().code()).isEqualTo("NOT_ON_WHATSAPP");
    }

    @Test
    void aConnectionThatBlinks_isNoVerdict() {
        var host = HostHarness.started()
                .ready()
                .on(
                        Effect.Send.class,
                        it -> Optional.of(
                                new Input.SendAnswered(new CallResult.Refused<>("NOT_CONNECTED", "no connection"))));
        host.command("s1", Answers.HELLO).pass(Duration.ofSeconds(2));
        assertThat(host.outcomes()).hasSize(1);
        host.normally(Effect.Send.class).pass(Duration.ofSeconds(1));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @Test
    void aMessageThatCanNotBeLookedUp_endsUnknown_andHoldsUpNobodyForEver() {
        var host = HostHarness.orphaned()
                .ready()
                .on(Effect.Find.class, it -> Optional.of(new Input.FindAnswered(new CallResult.Lost<>("throws"))));
        host.command("s1", Answers.HELLO).pass(Duration.ofSeconds(62));
        assertThat(host.lastOutcome().code()).isEqualTo("LOOKUP_FAILED");
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.UNKNOWN);
    }

    @Test
    void aCallWithoutAnAnswer_isLookedUpBeforeItIsRepeated() {
        var host = HostHarness.started()
                .ready()
                .on(Effect.Send.class, it -> Optional.of(new Input.SendAnswered(new CallResult.Lost<>("time-out"))));
        host.command("s1", Answers.HELLO).normally(Effect.Send.class).pass(Duration.ofSeconds(1));
        assertThat(host.effects(Effect.Find.class)).hasSize(1);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.effects(Effect.Send.class))
                .extracting(it -> it.message().messageId())
                .hasSize(2)
                .containsOnly(host.lastOutcome().result().get("messageId"));
    }

    @Test
    void aRepetitionThatIsRefusedAfterALostCall_isUnknown() {
        var host = HostHarness.started()
                .ready()
                .on(Effect.Send.class, it -> Optional.of(new Input.SendAnswered(new CallResult.Lost<>("time-out"))));
        host.command("s1", Answers.HELLO)
                .on(
                        Effect.Send.class,
                        it -> Optional.of(new Input.SendAnswered(new CallResult.Refused<>("SEND_REFUSED", "no"))))
                .pass(Duration.ofSeconds(1));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.UNKNOWN);
    }

    @Test
    void theFirstCommandOfANewOwner_isLookedUp_andNotSentAgainWhereItIsFound() {
        var host = HostHarness.orphaned()
                .ready()
                .on(
                        Effect.Find.class,
                        it -> Optional.of(new Input.FindAnswered(
                                new CallResult.Done<>(Optional.of(new SentMessage(it.messageId(), "chat", 2))))));
        host.command("s1", Answers.HELLO).command("s2", Answers.HELLO);
        assertThat(host.outcomes())
                .extracting(Event.Outcome::status)
                .containsOnly(OutcomeStatus.SUCCEEDED)
                .hasSize(2);
        assertThat(host.sentTexts).as("only the second one").hasSize(1);
        assertThat(host.effects(Effect.Find.class)).hasSize(1);
    }

    @Test
    void aCommandPastItsDeadline_isExpired_butLookedUpFirstWhereItMayHaveBeenSent() {
        var fresh = HostHarness.started().ready();
        fresh.command("s1", Answers.HELLO, fresh.wall().minusSeconds(1));
        assertThat(fresh.lastOutcome().status()).isEqualTo(OutcomeStatus.EXPIRED);
        assertThat(fresh.effects(Effect.Find.class)).isEmpty();

        var orphan = HostHarness.orphaned().ready();
        orphan.command("s1", Answers.HELLO, orphan.wall().minusSeconds(1));
        assertThat(orphan.lastOutcome().status()).isEqualTo(OutcomeStatus.EXPIRED);
        assertThat(orphan.effects(Effect.Find.class)).hasSize(1);
        assertThat(orphan.sentTexts).isEmpty();
    }

    @Test
    void whileACodeWaitsToBeScanned_aSendIsRejected() {
        var host = HostHarness.started().begin().command("start", new Command.Start(null));
        host.page(new PageEvent.QrCode("2@code", host.wall().plusSeconds(60))).command("s1", Answers.HELLO);
        assertThat(host.lastOutcome().code()).isEqualTo("SESSION_NOT_LINKED");
    }

    @Test
    void whileTheSessionComesBack_aSendWaits() {
        var host = HostHarness.orphaned().begin().command("s1", Answers.HELLO).pass(Duration.ofSeconds(10));
        assertThat(host.outcomes()).isEmpty();
        host.page(new PageEvent.Ready(HostHarness.ACCOUNT)).pass(Duration.ofSeconds(1));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @Test
    void butNotForEver() {
        var host = HostHarness.orphaned().begin().command("s1", Answers.HELLO).pass(Duration.ofSeconds(62));
        assertThat(host.lastOutcome().code()).isEqualTo("SESSION_NOT_READY");
        assertThat(host.sentTexts).isEmpty();
    }

    @Test
    void anIdThatWasAnsweredBefore_getsNoSecondOutcome() {
        var host = HostHarness.started().ready().command("s1", Answers.HELLO).command("s1", Answers.HELLO);
        assertThat(host.outcomes()).hasSize(2); // start and the first send
        assertThat(host.sentTexts).hasSize(1);
        assertThat(host.mailbox().size()).isZero();
    }

    @Test
    void pastItsLocalValidity_nothingIsBegun() {
        var host = HostHarness.started()
                .ready()
                .passUnrenewed(Duration.ofSeconds(13))
                .command("s1", Answers.HELLO);
        assertThat(host.sentTexts).isEmpty();
        host.pass(Duration.ofMillis(200));
        assertThat(host.sentTexts).containsExactly("hello");
    }

    @Test
    void anOutcomeThatWasNotAcknowledged_isPublishedAgain_theSame() {
        var host = HostHarness.started()
                .ready()
                .on(Effect.TellOutcome.class, it -> Optional.of(new Input.OutcomeTold(new Input.Answer.Nothing<>())));
        host.command("s1", Answers.HELLO).normally(Effect.TellOutcome.class).pass(Duration.ofSeconds(1));
        assertThat(host.effects(Effect.TellOutcome.class).stream()
                        .map(it -> it.message())
                        .filter(it -> it.id().equals("s1")))
                .hasSize(2)
                .allMatch(it -> it.equals(
                        host.effects(Effect.TellOutcome.class).getLast().message()));
        assertThat(host.sentTexts).hasSize(1);
    }

    private static final Command.SendMessage ONCE = new Command.SendMessage(
            "+491700000002", "hello", null, null, null, null, null, null, null, null, Command.Delivery.AT_MOST_ONCE);

    @Test
    void whatIsToBeSentAtMostOnce_isNotSentAgain_whereItIsNotFound() {
        var host = HostHarness.orphaned().ready().command("s1", ONCE);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.UNKNOWN);
        assertThat(host.lastOutcome().code()).isEqualTo("POSSIBLY_SENT");
        assertThat(host.sentTexts).isEmpty();
    }

    @Test
    void andSucceeds_whereItIsFound() {
        var host = HostHarness.orphaned().ready().on(Effect.Find.class, Answers::found);
        host.command("s1", ONCE);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @Test
    void andALostCall_isNotRepeated() {
        var host = HostHarness.started()
                .ready()
                .on(Effect.Send.class, it -> Optional.of(new Input.SendAnswered(new CallResult.Lost<>("time-out"))));
        host.command("s1", ONCE).normally(Effect.Send.class).pass(Duration.ofSeconds(2));
        assertThat(host.lastOutcome().code()).isEqualTo("POSSIBLY_SENT");
        assertThat(host.effects(Effect.Send.class)).hasSize(1);
    }

    @Test
    void aMessageThatWhatsAppTakesBack_fails() {
        var host = HostHarness.started().ready().on(Effect.Send.class, it -> Answers.taken(it, 0));
        host.command("s1", Answers.HELLO);
        String id = host.effects(Effect.Send.class).getLast().message().messageId();
        host.page(new PageEvent.MessageAck(id, "chat", Event.AckLevel.FAILED));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(host.lastOutcome().code()).isEqualTo("SEND_FAILED");
    }
}
