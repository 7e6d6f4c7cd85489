package io.rookery.worker.pacing;

import io.rookery.events.Command;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * How much a session may send.
 *
 * @param gap between two messages; zero for none
 * @param perHour messages in any sixty minutes; 0 for no limit
 * @param perDay messages in a day of the zone; 0 for no limit
 * @param zone whose midnight begins a day
 */
public record Limits(Duration gap, int perHour, int perDay, ZoneId zone) {
    public static final Limits NONE = new Limits(Duration.ZERO, 0, 0, ZoneOffset.UTC);

    public Limits {
        if (gap.isNegative() || perHour < 0 || perDay < 0)
            throw new IllegalArgumentException("limits must not be negative");
    }

    /** These, but for what a start command says. */
    public Limits with(Command.@Nullable Limits own) {
        if (own == null) return this;
        return new Limits(
                own.gapMillis() == null ? gap : Duration.ofMillis(own.gapMillis()),
                own.perHour() == null ? perHour : own.perHour(),
                own.perDay() == null ? perDay : own.perDay(),
                own.timeZone() == null ? zone : ZoneId.of(own.timeZone()));
    }
}
