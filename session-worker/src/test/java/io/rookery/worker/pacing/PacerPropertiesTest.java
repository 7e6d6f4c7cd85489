package io.rookery.worker.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Event.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every history of sends, pauses and take-overs. */
class PacerPropertiesTest {
    private static final Instant START = Instant.parse("2026-10-23T05:00:00Z"); // over the end of summer time
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("Europe/Berlin"), ZoneId.of("UTC"), ZoneId.of("America/Los_Angeles"));

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /** No sixty minutes, no day and no gap hold more than they may, and a refusal's time is neither too early nor in vain. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theLimitsAreKept_alsoAcrossTakeovers(long seed) {
        Random random = new Random(seed);
        Limits limits = new Limits(
                Duration.ofMillis(random.nextInt(3) * 700L),
                1 + random.nextInt(20),
                1 + random.nextInt(60),
                ZONES.get(random.nextInt(ZONES.size())));
        Pacer pacer = new Pacer(limits);
        List<Instant> left = new ArrayList<>();
        Instant now = START;
        for (int step = 0; step < 400; step++) {
            now = now.plusMillis(random.nextInt(20) == 0 ? random.nextInt(20_000_000) : random.nextInt(240_000));
            if (random.nextInt(15) == 0) pacer = takenOver(pacer, limits, now);
            switch (pacer.ask(now)) {
                case Permission.Granted ignored -> {
                    pacer.sent(now);
                    left.add(now);
                }
                case Permission.Later(Instant at) -> {
                    assertThat(at).isAfter(now).isBeforeOrEqualTo(now.plus(limits.gap()));
                    assertThat(pacer.ask(at.minusMillis(1))).isNotEqualTo(Permission.GRANTED);
                }
                case Permission.Refused refused -> {
                    assertThat(refused.retryAt()).isAfter(now);
                    if (random.nextInt(4) == 0) {
                        now = refused.retryAt();
                        assertThat(pacer.ask(now).equals(refused))
                                .as("refused for the same reason")
                                .isFalse();
                    }
                }
            }
        }
        assertThat(left).isNotEmpty();
        assertKept(limits, left);
    }

    private static void assertKept(Limits limits, List<Instant> left) {
        Map<LocalDate, Integer> days = new HashMap<>();
        for (int i = 0; i < left.size(); i++) {
            Instant at = left.get(i);
            days.merge(at.atZone(limits.zone()).toLocalDate(), 1, Integer::sum);
            if (i > 0) assertThat(Duration.between(left.get(i - 1), at)).isGreaterThanOrEqualTo(limits.gap());
            long hour = left.stream()
                    .filter(it -> !it.isBefore(at) && it.isBefore(at.plusSeconds(3600)))
                    .count();
            assertThat(hour).isLessThanOrEqualTo(limits.perHour());
        }
        assertThat(days.values()).allMatch(count -> count <= limits.perDay());
    }

    /** The next owner reads what the last one has written, perhaps twice, and perhaps an older state besides. */
    private static Pacer takenOver(Pacer before, Limits limits, Instant now) {
        Pacer next = new Pacer(limits);
        Usage usage = before.usage(now);
        if (usage == null) return next;
        Usage read = Objects.requireNonNull(CloudEventCodec.readUsage(CloudEventCodec.writeUsage(usage)));
        next.inherit(read);
        next.inherit(new Usage(read.day().minusDays(1), 1000, 0, List.of(), START, null, null));
        next.inherit(read);
        return next;
    }

    /** Outcomes and the session's record may be read in any order. */
    @ParameterizedTest
    @MethodSource("seeds")
    void statesCanBeJoinedInAnyOrder(long seed) {
        Random random = new Random(seed);
        Pacer pacer = new Pacer(Limits.NONE);
        List<Usage> states = new ArrayList<>();
        Instant now = START;
        for (int i = 0; i < 30; i++) {
            now = now.plusSeconds(random.nextInt(4000));
            if (random.nextBoolean()) pacer.sent(now);
            else pacer.received(now, now);
            states.add(Objects.requireNonNull(pacer.usage(now)));
        }
        java.util.Collections.shuffle(states, random);
        Pacer joined = new Pacer(Limits.NONE);
        states.forEach(joined::inherit);
        assertThat(joined.usage(now)).isEqualTo(pacer.usage(now));
    }
}
