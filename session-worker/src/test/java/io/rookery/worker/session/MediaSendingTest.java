package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command.SendMessage;
import io.rookery.events.Content;
import io.rookery.events.OutcomeStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A message with a file, from its source to the page. */
class MediaSendingTest {
    private static final SendMessage PICTURE = new SendMessage(
            "+491700000002",
            null,
            List.of(new Content.Media(null, "https://example.org/a.png", null, null, null, null, "look")),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    private static Optional<Input> answer(Effect.PrepareMedia prepare, Input.MediaResult result) {
        return Optional.of(new Input.MediaPrepared(prepare.messageId(), result));
    }

    @Test
    void theFileIsHandedToThePage_andThenDropped() {
        var host = HostHarness.started().ready().command("m1", PICTURE);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.effects(Effect.Send.class).getLast().message().file()).isEqualTo(Answers.FILE);
        assertThat(host.dropped).containsExactly(host.lastOutcome().result().get("messageId"));
    }

    @Test
    void aFileThatCanNotBeHad_failsTheSend_andNothingLeaves() {
        var host = HostHarness.started()
                .ready()
                .on(
                        Effect.PrepareMedia.class,
                        it -> answer(it, new Input.MediaResult.Refused("MEDIA_URL_FORBIDDEN", "a private address")));
        host.command("m1", PICTURE);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(host.lastOutcome().code()).isEqualTo("MEDIA_URL_FORBIDDEN");
        assertThat(host.effects(Effect.Send.class)).isEmpty();
    }

    @Test
    void aSourceThatIsAwayForAWhile_isAskedAgain() {
        var host = HostHarness.started()
                .ready()
                .on(
                        Effect.PrepareMedia.class,
                        it -> answer(it, new Input.MediaResult.Unavailable("STORE_UNAVAILABLE", "away")));
        host.command("m1", PICTURE).pass(Duration.ofSeconds(10));
        assertThat(host.outcomes()).hasSize(1);
        host.normally(Effect.PrepareMedia.class).pass(Duration.ofSeconds(4));
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @Test
    void butNotForEver() {
        var host = HostHarness.started()
                .ready()
                .on(
                        Effect.PrepareMedia.class,
                        it -> answer(it, new Input.MediaResult.Unavailable("STORE_UNAVAILABLE", "away")));
        host.command("m1", PICTURE).pass(Duration.ofSeconds(65));
        assertThat(host.lastOutcome().code()).isEqualTo("STORE_UNAVAILABLE");
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.FAILED);
    }

    @Test
    void whatIsAlreadySent_isNotFetchedAgain() {
        var host = HostHarness.orphaned().ready().on(Effect.Find.class, Answers::found);
        host.command("m1", PICTURE);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(host.effects(Effect.PrepareMedia.class)).isEmpty();
    }
}
