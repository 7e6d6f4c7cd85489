package io.rookery.worker.app;

import io.rookery.startup.StartupFailure;
import io.rookery.worker.pacing.Limits;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much a session may send whose start command does not say so. 0 is no limit.
 *
 * @param gap between two messages. None by default: a bulk has pauses of its own, and an answer in a conversation should not wait
 * @param perHour messages in any sixty minutes
 * @param perDay messages in a day of the time zone
 * @param timeZone of the IANA database
 */
@ConfigurationProperties("rookery.limits")
public record LimitProperties(
        @DefaultValue("0ms") Duration gap,
        @DefaultValue("100") int perHour,
        @DefaultValue("1000") int perDay,
        @DefaultValue("UTC") String timeZone) {

    public LimitProperties {
        if (gap.isNegative()) throw new StartupFailure("rookery.limits.gap must not be negative");
        if (perHour < 0) throw new StartupFailure("rookery.limits.per-hour must not be negative");
        if (perDay < 0) throw new StartupFailure("rookery.limits.per-day must not be negative");
        zone(timeZone);
    }

    public Limits limits() {
        return new Limits(gap, perHour, perDay, zone(timeZone));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new StartupFailure(
                    "rookery.limits.time-zone must be a time zone of the IANA database, for example Europe/Berlin");
        }
    }
}
