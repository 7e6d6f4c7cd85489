package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Event.Usage;
import io.rookery.events.Health;
import io.rookery.events.OutcomeStatus;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.pacing.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a host keeps its session's limits, and what a new owner knows of them. */
class LimitsTest {
    @Test
    void theGapIsWaitedFor_notRefused() {
        var host =
                limited(new Limits(Duration.ofSeconds(2), 0, 0, ZoneOffset.UTC)).ready();
        host.command("s1", Answers.HELLO).command("s2", Answers.HELLO);
        assertThat(host.sentTexts).hasSize(1);
        host.pass(Duration.ofMillis(1900));
        assertThat(host.sentTexts).hasSize(1);
        host.pass(Duration.ofMillis(200));
        assertThat(host.sentTexts).hasSize(2);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @Test
    void aDrainNeedNotWaitForTheGap() {
        var host = limited(new Limits(Duration.ofMinutes(10), 0, 0, ZoneOffset.UTC))
                .ready();
        host.command("s1", Answers.HELLO).command("s2", Answers.HELLO).feed(new Input.Drain());
        assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
        assertThat(host.sentTexts).hasSize(1);
    }

    @Test
    void overTheHour_aSendIsRejected_andToldWhenThereIsRoom() {
        var host = limited(new Limits(Duration.ZERO, 2, 0, ZoneOffset.UTC)).ready();
        host.command("s1", Answers.HELLO).command("s2", Answers.HELLO).command("s3", Answers.HELLO);
        assertThat(host.sentTexts).hasSize(2);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.REJECTED);
        assertThat(host.lastOutcome().code()).isEqualTo("RATE_LIMITED_HOUR");
        assertThat(host.lastOutcome().result()).containsEntry("retryAt", "2026-11-20T13:05:00Z");
    }

    @Test
    void overTheDay_theRestOfABulkIsRefused_itemByItem_withoutItsPauses() {
        var host = limited(new Limits(Duration.ZERO, 0, 2, ZoneOffset.UTC)).ready();
        host.command("b", bulk(4)).pass(Duration.ofSeconds(1));
        assertThat(host.sentTexts).hasSize(2);
        Event.Outcome outcome = host.lastOutcome();
        assertThat(outcome.status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(outcome.code()).isEqualTo("PARTLY");
        assertThat(outcome.result()).containsEntry("retryAt", "2026-11-21T00:00:00Z");
        assertThat(outcome.items())
                .extracting(item -> item.get("code"))
                .containsExactly("OK", "OK", "RATE_LIMITED_DAY", "RATE_LIMITED_DAY");
        assertThat(Objects.requireNonNull(outcome.items()).getLast()).containsEntry("retryAt", "2026-11-21T00:00:00Z");
    }

    @Test
    void aStartCommandMayLiftTheWorkersLimits() {
        var host = limited(new Limits(Duration.ZERO, 0, 1, ZoneOffset.UTC)).begin();
        host.command("start", new Command.Start(null, new Command.Limits(null, null, 0, null), null));
        link(host).command("s1", Answers.HELLO).command("s2", Answers.HELLO);
        assertThat(host.sentTexts).hasSize(2);
    }

    @Test
    void theLimitsOfTheStartCommand_holdAfterATakeover() {
        String start = CloudEventCodec.writeStart(
                new Command.Start(null, new Command.Limits(null, null, 1, "Europe/Berlin"), null));
        var host = HostHarness.orphaned().startedWith(start).ready();
        host.command("s1", Answers.HELLO).command("s2", Answers.HELLO);
        assertThat(host.lastOutcome().code()).isEqualTo("RATE_LIMITED_DAY");
        assertThat(host.lastOutcome().result()).containsEntry("retryAt", "2026-11-20T23:00:00Z");
    }

    @Test
    void whatThePageHasRefused_doesNotCount() {
        var host = limited(new Limits(Duration.ZERO, 0, 1, ZoneOffset.UTC))
                .ready()
                .on(
                        Effect.Send.class,
                        it -> Optional.of(new Input.SendAnswered(new CallResult.Refused<>("NOT_ON_WHATSAPP", "no"))));
        host.command("s1", Answers.HELLO).normally(Effect.Send.class).command("s2", Answers.HELLO);
        assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(sentToday(host)).isEqualTo(1);
    }

    @Test
    void aLostCallThatIsSentAgain_countsOnce() {
        var host = limited(new Limits(Duration.ZERO, 0, 10, ZoneOffset.UTC))
                .ready()
                .on(Effect.Send.class, it -> Optional.of(new Input.SendAnswered(new CallResult.Lost<>("time-out"))));
        host.command("s1", Answers.HELLO).normally(Effect.Send.class).pass(Duration.ofSeconds(1));
        assertThat(sentToday(host)).isEqualTo(1);
    }

    /** The last owner's outcomes tell what it has sent, though its record does not yet. */
    @Test
    void aNewOwnerGoesOnCounting_fromTheOutcomesOfTheLast() {
        Limits day = new Limits(Duration.ZERO, 0, 3, ZoneOffset.UTC);
        var before = limited(day).ready().command("s1", Answers.HELLO).command("s2", Answers.HELLO);
        var after = HostHarness.orphaned().with(day);
        after.earlierOutcomes.addAll(entries(before.outcomes()));
        after.ready().command("s3", Answers.HELLO).command("s4", Answers.HELLO);
        assertThat(after.sentTexts).hasSize(1);
        assertThat(after.lastOutcome().code()).isEqualTo("RATE_LIMITED_DAY");
        assertThat(sentToday(after)).isEqualTo(3);
    }

    /** As after a FLUSHALL: the record tells nothing, and everything up to the last outcome is done. */
    @Test
    void anOutcomeThatIsDoneAlready_stillTellsWhatWasSent() {
        Limits day = new Limits(Duration.ZERO, 0, 2, ZoneOffset.UTC);
        var before = limited(day).ready().command("s1", Answers.HELLO).command("s2", Answers.HELLO);
        assertThat(before.lastOutcome().offsetValue()).isLessThanOrEqualTo(9);
        var after = HostHarness.orphaned().with(day);
        after.earlierOutcomes.add(entries(before.outcomes()).getLast());
        after.ready().command("s3", Answers.HELLO);
        assertThat(after.sentTexts).isEmpty();
        assertThat(after.lastOutcome().code()).isEqualTo("RATE_LIMITED_DAY");
        assertThat(told(after)).as("the new owner tells it once more").hasSize(1);
    }

    /** An idle owner's outcome position moves on: then its record tells. */
    @Test
    void aNewOwnerGoesOnCounting_fromTheRecord() {
        Limits day = new Limits(Duration.ZERO, 0, 2, ZoneOffset.UTC);
        var before = limited(day).ready().command("s1", Answers.HELLO).command("s2", Answers.HELLO);
        var after = HostHarness.orphaned().with(day).having(before.lastOutcome().usage());
        after.ready().command("s3", Answers.HELLO);
        assertThat(after.sentTexts).isEmpty();
        assertThat(after.lastOutcome().code()).isEqualTo("RATE_LIMITED_DAY");
    }

    /** The last owner has died in the middle of a bulk; of its first message nobody has told, but the page knows it. */
    @Test
    void whatAPredecessorHadSent_isNotRefused_andCountsOnce() {
        Limits day = new Limits(Duration.ZERO, 0, 1, ZoneOffset.UTC);
        var host = HostHarness.orphaned()
                .with(day)
                .ready()
                .on(
                        Effect.Find.class,
                        it -> Optional.of(new Input.FindAnswered(
                                new CallResult.Done<>(Optional.of(new SentMessage(it.messageId(), "chat", 1))))));
        host.command("b", bulk(2)).pass(Duration.ofSeconds(3));
        assertThat(host.lastOutcome().code()).as("both were there").isEqualTo("OK");
        assertThat(sentToday(host)).isEqualTo(2);
        host.command("s", Answers.HELLO);
        assertThat(host.lastOutcome().code()).isEqualTo("RATE_LIMITED_DAY");
    }

    @Test
    void messagesThatComeIn_areCounted_eachOnce() {
        var host = HostHarness.started().ready();
        for (String id : List.of("m1", "m2", "m2"))
            host.page(new PageEvent.MessageReceived(
                    Event.Message.text(id, "c", "491700000002", "491700000001", false, "hi", host.wall()), false));
        host.command("s1", Answers.HELLO);
        assertThat(Objects.requireNonNull(host.lastOutcome().usage()).receivedToday())
                .isEqualTo(2);
    }

    @Test
    void theLevelIsTold_withEachTenthOfTheDay_andWhenTheDayIsOver() {
        var host = limited(new Limits(Duration.ZERO, 0, 20, ZoneOffset.UTC)).ready();
        for (int i = 0; i < 20; i++) host.command("s" + i, Answers.HELLO);
        assertThat(told(host))
                .extracting(Event.Limits::percent)
                .containsExactly(10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100);
        assertThat(told(host).get(5).level()).isEqualTo(Health.HEALTHY);
        assertThat(told(host).get(6).level()).isEqualTo(Health.WARNING);
        assertThat(told(host).get(9).level()).isEqualTo(Health.CRITICAL);
        assertThat(told(host).getLast().resetsAt()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
        host.setClock(Duration.ofHours(12));
        assertThat(told(host).getLast().percent()).isZero();
        assertThat(told(host).getLast().level()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void withoutALimitOfTheDay_nothingIsToldOfIt() {
        var host = HostHarness.started().ready().command("s1", Answers.HELLO);
        assertThat(told(host)).isEmpty();
    }

    private static HostHarness limited(Limits limits) {
        return HostHarness.started().with(limits);
    }

    private static HostHarness link(HostHarness host) {
        return host.page(new PageEvent.QrCode("2@code", host.wall().plusSeconds(60)))
                .page(new PageEvent.Authenticated())
                .page(new PageEvent.Ready(HostHarness.ACCOUNT));
    }

    private static Command.SendBulk bulk(int messages) {
        return new Command.SendBulk(
                IntStream.range(0, messages).mapToObj(i -> Answers.HELLO).toList(), new Command.Pause(400, 400));
    }

    private static List<Event.Limits> told(HostHarness host) {
        return host.events.stream()
                .filter(Event.Limits.class::isInstance)
                .map(Event.Limits.class::cast)
                .toList();
    }

    private static int sentToday(HostHarness host) {
        @Nullable Usage usage = host.lastOutcome().usage();
        return Objects.requireNonNull(usage).sentToday();
    }

    private static List<OutcomeLog.Entry> entries(List<Event.Outcome> outcomes) {
        return IntStream.range(0, outcomes.size())
                .mapToObj(i -> new OutcomeLog.Entry(100 + i, new Epoch(1), null, outcomes.get(i)))
                .toList();
    }
}
