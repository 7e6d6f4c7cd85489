package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.OutcomeStatus;
import io.rookery.worker.browser.CallResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Numbers are read before anything goes to the page. */
class NumbersTest {
    private static final Command.SendMessage NATIONAL = Command.SendMessage.text("0170 1234567", "hi");

    @Test
    void aBadNumber_isRejected_andNothingIsSent() {
        var host = HostHarness.started().ready().command("s1", NATIONAL);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.REJECTED);
        assertThat(host.lastOutcome().code()).isEqualTo("INVALID_NUMBER");
        assertThat(host.lastOutcome().text()).startsWith("to:").doesNotContain("0170");
        assertThat(host.sentTexts).isEmpty();
    }

    @Test
    void oneBadNumberOfABulk_isFoundBeforeTheFirstMessageLeaves() {
        var host = HostHarness.started().ready();
        host.command("b", new Command.SendBulk(List.of(Answers.HELLO, NATIONAL), null));
        assertThat(host.lastOutcome().code()).isEqualTo("INVALID_NUMBER");
        assertThat(host.lastOutcome().text()).startsWith("messages.1.to:");
        assertThat(host.sentTexts).isEmpty();
    }

    @Test
    void withADefaultRegion_thePageGetsTheWholeNumber_alsoFromTheNextOwner() {
        var start = new Command.Start(null, null, "DE");
        var host = HostHarness.orphaned()
                .startedWith(CloudEventCodec.writeStart(start))
                .ready();
        host.command("s1", NATIONAL);
        assertThat(host.effects(Effect.Send.class).getLast().message().to()).isEqualTo("+491701234567");
    }

    @Test
    void aStartWithABadNumber_isRejected_andLinksNothing() {
        var host = HostHarness.started().begin();
        host.command("start", new Command.Start(new Command.Pairing(Command.Method.CODE, "0170 1234567")));
        assertThat(host.lastOutcome().code()).isEqualTo("INVALID_NUMBER");
        assertThat(host.effects(Effect.OpenPage.class)).isEmpty();
        assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
    }

    @Test
    void thePhoneThatIsToLink_isGivenToThePageWhole() {
        var host = HostHarness.started().begin();
        host.command("start", new Command.Start(new Command.Pairing(Command.Method.CODE, "0170 1234567"), null, "DE"));
        assertThat(host.effects(Effect.OpenPage.class)
                        .getLast()
                        .options()
                        .pairingOrDefault()
                        .phone())
                .contains("+491701234567");
    }

    @Test
    void aNumberCheck_answersForEach_andAsksThePageForTheGoodOnes() {
        var host = HostHarness.started()
                .ready()
                .on(
                        Effect.Act.class,
                        it -> Optional.of(new Input.Acted(new CallResult.Done<>(List.of(Map.of(
                                "number", "+491700000002", "onWhatsApp", true, "chatId", "491700000002@c.us"))))));
        host.command("c", new Command.CheckNumbers(List.of("0170 1", "491700000002", "+491700000002")));
        assertThat(host.effects(Effect.Act.class).getLast().command())
                .isEqualTo(new Command.CheckNumbers(List.of("+491700000002")));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.lastOutcome().items())
                .extracting(it -> it.get("number"), it -> it.get("onWhatsApp"), it -> it.get("code"))
                .containsExactly(
                        tuple("0170 1", false, "INVALID_NUMBER"),
                        tuple("491700000002", true, null),
                        tuple("+491700000002", true, null));
    }

    @Test
    void aNumberCheckWithoutAGoodOne_needsNoPage() {
        var host = HostHarness.started().ready().command("c", new Command.CheckNumbers(List.of("12345")));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.lastOutcome().items()).hasSize(1);
        assertThat(host.acts).isEmpty();
    }
}
