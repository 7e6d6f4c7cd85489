package io.rookery.worker.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event.Usage;
import io.rookery.events.Health;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may leave when. */
class PacerTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void withoutLimits_everythingLeaves_andIsCounted() {
        var pacer = new Pacer(Limits.NONE);
        send(pacer, 5000, NOON);
        assertThat(pacer.ask(NOON)).isEqualTo(Permission.GRANTED);
        assertThat(used(pacer, NOON).sentToday()).isEqualTo(5000);
        assertThat(pacer.used(NOON)).as("there is no limit to be near to").isNull();
    }

    @Test
    void betweenTwoMessages_theGapIsWaitedFor() {
        var pacer = new Pacer(new Limits(Duration.ofSeconds(2), 0, 0, ZoneOffset.UTC));
        assertThat(pacer.ask(NOON)).as("nothing was sent yet").isEqualTo(Permission.GRANTED);
        pacer.sent(NOON);
        assertThat(pacer.ask(NOON.plusMillis(500))).isEqualTo(new Permission.Later(NOON.plusSeconds(2)));
        assertThat(pacer.ask(NOON.plusSeconds(2))).isEqualTo(Permission.GRANTED);
    }

    @Test
    void aClockThatWasSetBack_makesNobodyWaitLongerThanTheGap() {
        var pacer = new Pacer(new Limits(Duration.ofSeconds(2), 0, 0, ZoneOffset.UTC));
        pacer.sent(NOON);
        assertThat(pacer.ask(NOON.minusSeconds(3600))).isEqualTo(Permission.GRANTED);
        assertThat(pacer.ask(NOON.minusSeconds(1))).isEqualTo(new Permission.Later(NOON.plusSeconds(2)));
    }

    @Test
    void theHourIsFull_untilItsOldestMessagesAreAnHourOld() {
        var pacer = new Pacer(new Limits(Duration.ZERO, 3, 0, ZoneOffset.UTC));
        pacer.sent(NOON.plusSeconds(60)); // in the slot that begins at noon
        send(pacer, 2, NOON.plusSeconds(1800));
        var refused = (Permission.Refused) pacer.ask(NOON.plusSeconds(2000));
        assertThat(refused.code()).isEqualTo("RATE_LIMITED_HOUR");
        assertThat(refused.retryAt()).isEqualTo(NOON.plusSeconds(3900));
        assertThat(pacer.ask(refused.retryAt().minusMillis(1))).isInstanceOf(Permission.Refused.class);
        assertThat(pacer.ask(refused.retryAt())).isEqualTo(Permission.GRANTED);
    }

    @Test
    void theDayIsFull_untilMidnightOfItsZone() {
        var pacer = new Pacer(new Limits(Duration.ZERO, 0, 2, BERLIN));
        send(pacer, 2, NOON);
        var refused = (Permission.Refused) pacer.ask(NOON);
        assertThat(refused.code()).isEqualTo("RATE_LIMITED_DAY");
        assertThat(refused.retryAt()).isEqualTo(Instant.parse("2026-11-20T23:00:00Z"));
        assertThat(pacer.ask(refused.retryAt().minusMillis(1))).isInstanceOf(Permission.Refused.class);
        assertThat(pacer.ask(refused.retryAt())).isEqualTo(Permission.GRANTED);
        assertThat(used(pacer, refused.retryAt()).sentToday()).isZero();
    }

    /** Days of 23 and of 25 hours, and one that has no midnight. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,    2026-03-28T23:30:00Z, 2026-03-29T22:00:00Z",
        "Europe/Berlin,    2026-10-24T22:30:00Z, 2026-10-25T23:00:00Z",
        "America/Santiago, 2026-09-05T20:00:00Z, 2026-09-06T04:00:00Z",
        "Asia/Kathmandu,   2026-11-20T12:00:00Z, 2026-11-20T18:15:00Z"
    })
    void aDayEndsWhenTheNextOneBegins_howeverLongItIs(String zone, Instant now, Instant end) {
        var pacer = new Pacer(new Limits(Duration.ZERO, 0, 1, ZoneId.of(zone)));
        pacer.sent(now);
        assertThat(((Permission.Refused) pacer.ask(now)).retryAt()).isEqualTo(end);
        assertThat(pacer.ask(end.minusSeconds(1))).isInstanceOf(Permission.Refused.class);
        assertThat(pacer.ask(end)).isEqualTo(Permission.GRANTED);
    }

    @Test
    void aZoneFurtherWest_bringsNoSecondDay() {
        var pacer = new Pacer(new Limits(Duration.ZERO, 0, 1, ZoneId.of("Asia/Tokyo")));
        Instant morning = Instant.parse("2026-11-20T20:00:00Z"); // the 21st in Tokyo
        pacer.sent(morning);
        pacer.limit(pacer.limits().with(new Command.Limits(null, null, null, "America/Los_Angeles")));
        assertThat(((Permission.Refused) pacer.ask(morning)).retryAt())
                .isEqualTo(Instant.parse("2026-11-22T08:00:00Z"));
    }

    @Test
    void whatWhatsAppHoldsBack_isRefusedUntilThen() {
        var pacer = new Pacer(Limits.NONE);
        pacer.hold("too many new chats", NOON.plusSeconds(600));
        var refused = (Permission.Refused) pacer.ask(NOON);
        assertThat(refused.code()).isEqualTo("WHATSAPP_RESTRICTED");
        assertThat(refused.text()).contains("too many new chats");
        assertThat(refused.retryAt()).isEqualTo(NOON.plusSeconds(600));
        assertThat(pacer.ask(NOON.plusSeconds(600))).isEqualTo(Permission.GRANTED);
        pacer.hold("once more", NOON.plusSeconds(900));
        pacer.release();
        assertThat(pacer.ask(NOON.plusSeconds(601))).isEqualTo(Permission.GRANTED);
    }

    @ParameterizedTest
    @CsvSource({
        "0,1000,HEALTHY,0",
        "699,1000,HEALTHY,69",
        "700,1000,WARNING,70",
        "900,1000,WARNING,90",
        "901,1000,CRITICAL,90",
        "1000,1000,CRITICAL,100",
        "2,3,HEALTHY,66",
        "3,3,CRITICAL,100"
    })
    void theLevelFollowsTheShareOfTheDay(int sent, int perDay, Health level, int percent) {
        var pacer = new Pacer(new Limits(Duration.ZERO, 0, perDay, BERLIN));
        send(pacer, sent, NOON);
        var used = Objects.requireNonNull(pacer.used(NOON));
        assertThat(used.level()).isEqualTo(level);
        assertThat(used.percent()).isEqualTo(percent);
        assertThat(used.sentToday()).isEqualTo(sent);
        assertThat(used.sentThisHour()).isEqualTo(sent);
        assertThat(used.resetsAt()).isEqualTo(Instant.parse("2026-11-20T23:00:00Z"));
    }

    @Test
    void whatCameInToday_isCounted_andWhatIsOlderIsNot() {
        var pacer = new Pacer(Limits.NONE);
        pacer.received(NOON.minus(Duration.ofDays(1)), NOON);
        pacer.received(NOON.minusSeconds(60), NOON);
        assertThat(used(pacer, NOON).receivedToday()).isEqualTo(1);
        pacer.received(NOON.plus(Duration.ofDays(1)), NOON.plus(Duration.ofDays(1)));
        assertThat(used(pacer, NOON.plus(Duration.ofDays(1))).receivedToday()).isEqualTo(1);
    }

    @Test
    void whatAPredecessorCounted_isNotCountedAgain_whenThePageTellsItOnceMore() {
        var pacer = new Pacer(Limits.NONE);
        pacer.inherit(new Usage(LocalDate.of(2026, 11, 20), 4, 7, List.of(), null, NOON, null));
        pacer.received(NOON, NOON.plusSeconds(5));
        assertThat(used(pacer, NOON).receivedToday()).isEqualTo(7);
        pacer.received(NOON.plusSeconds(1), NOON.plusSeconds(5));
        assertThat(used(pacer, NOON).receivedToday()).isEqualTo(8);
        assertThat(used(pacer, NOON).sentToday()).isEqualTo(4);
    }

    @Test
    void whatYesterdaysOwnerHasLeft_isOver() {
        var pacer = new Pacer(new Limits(Duration.ZERO, 10, 10, ZoneOffset.UTC));
        var before = new Pacer(pacer.limits());
        send(before, 10, NOON);
        pacer.inherit(used(before, NOON));
        assertThat(pacer.ask(NOON.plusSeconds(5))).isInstanceOf(Permission.Refused.class);
        assertThat(pacer.ask(NOON.plus(Duration.ofDays(1)))).isEqualTo(Permission.GRANTED);
    }

    @Test
    void aStartCommandOverridesOnlyWhatItNames() {
        Limits worker = new Limits(Duration.ofSeconds(1), 100, 1000, BERLIN);
        assertThat(worker.with(null)).isEqualTo(worker);
        assertThat(worker.with(new Command.Limits(null, 0, null, null)))
                .isEqualTo(new Limits(Duration.ofSeconds(1), 0, 1000, BERLIN));
        assertThat(worker.with(new Command.Limits(5, 6, 7, "UTC")))
                .isEqualTo(new Limits(Duration.ofMillis(5), 6, 7, ZoneId.of("UTC")));
    }

    static void send(Pacer pacer, int messages, Instant at) {
        for (int i = 0; i < messages; i++) pacer.sent(at);
    }

    static Usage used(Pacer pacer, Instant now) {
        return Objects.requireNonNull(pacer.usage(now));
    }
}
