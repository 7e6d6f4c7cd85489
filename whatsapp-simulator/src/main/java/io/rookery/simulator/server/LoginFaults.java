package io.rookery.simulator.server;

import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can stand between a page and its log-in, and between a page and an answer. */
final class LoginFaults {

    private static final Pattern VERSION = Pattern.compile("[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,12}");

    final PerNumber<Duration> slow;
    final PerNumber<Ban> bans;
    final PerNumber<Boolean> failingQueries;
    private @Nullable String minimumVersion;
    private String webVersion = "2.3000.1044822804";

    LoginFaults(Timers timers) {
        slow = new PerNumber<>(timers);
        bans = new PerNumber<>(timers);
        failingQueries = new PerNumber<>(timers);
    }

    /** Pages of an older WhatsApp Web are not served any more; null serves all. */
    void minimumVersion(@Nullable String version) {
        minimumVersion = version == null ? null : checked(version);
    }

    /** The WhatsApp Web that pages are which are loaded from now on. */
    void webVersion(String version) {
        webVersion = checked(version);
    }

    String webVersion() {
        return webVersion;
    }

    private static String checked(String version) {
        if (!VERSION.matcher(version).matches()) {
            throw new Refused(400, "A version is three numbers with dots between them.");
        }
        return version;
    }

    /** A page that does not say its version is as old as can be. */
    boolean isTooOld(@Nullable String version) {
        return minimumVersion != null && Arrays.compare(numbers(version), numbers(minimumVersion)) < 0;
    }

    private static long[] numbers(@Nullable String version) {
        if (version == null || !VERSION.matcher(version).matches()) {
            return new long[0];
        }
        return Arrays.stream(version.split("\\.")).mapToLong(Long::parseLong).toArray();
    }
}
