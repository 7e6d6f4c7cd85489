package io.rookery.events;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;

/** What a start command may say and no JSON Schema can check: that a time zone and a country exist. */
final class StartOptions {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private StartOptions() {}

    /** @throws InvalidValue with the field that is wrong */
    static void check(Command.Start start) {
        String zone = start.limits() == null ? null : start.limits().timeZone();
        if (zone != null && !isZone(zone))
            throw new InvalidValue(
                    "limits.timeZone", "must be a time zone of the IANA database, for example Europe/Berlin");
        if (start.defaultRegion() != null && !COUNTRIES.contains(start.defaultRegion()))
            throw new InvalidValue("defaultRegion", "must be a country code of ISO 3166, for example DE");
    }

    private static boolean isZone(String name) {
        try {
            ZoneId.of(name);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
