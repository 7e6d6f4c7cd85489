package io.rookery.worker.session;

import io.rookery.worker.pacing.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a host waits.
 *
 * @param readyWait how long a send waits for a linked session to become ready
 * @param ackWait how long a send waits for WhatsApp's acknowledgement
 * @param logOutWait how long a log-out or destroy of a stopped session waits for its page to log in
 * @param firstCheckpoint how soon after pairing the profile is stored; Chromium writes Local Storage up to 5 s late, and what is copied before lacks it
 * @param checkpoint how often it is stored afterwards, if something changed: up to a fifth sooner, another time for each session
 * @param largestMedia bytes of a file that is fetched or kept
 * @param limits how much a session may send that does not say so itself
 * @param defaultRegion the country whose national spellings of phone numbers are understood, for a session that does not say so itself; null for none
 */
public record HostSettings(
        Duration readyWait,
        Duration ackWait,
        Duration logOutWait,
        Duration firstCheckpoint,
        Duration checkpoint,
        long largestMedia,
        Limits limits,
        @Nullable String defaultRegion) {
    public static final HostSettings DEFAULT = new HostSettings(
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(6),
            Duration.ofSeconds(60),
            64L * 1024 * 1024,
            Limits.NONE,
            null);

    public HostSettings withCheckpoint(Duration interval) {
        return new HostSettings(
                readyWait, ackWait, logOutWait, firstCheckpoint, interval, largestMedia, limits, defaultRegion);
    }

    public HostSettings withLargestMedia(long bytes) {
        return new HostSettings(
                readyWait, ackWait, logOutWait, firstCheckpoint, checkpoint, bytes, limits, defaultRegion);
    }

    public HostSettings with(Limits others, @Nullable String region) {
        return new HostSettings(
                readyWait, ackWait, logOutWait, firstCheckpoint, checkpoint, largestMedia, others, region);
    }
}
