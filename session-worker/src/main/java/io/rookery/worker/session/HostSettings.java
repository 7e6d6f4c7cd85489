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
 * @param lifecycle when a session is restarted or stopped by itself
 */
public record HostSettings(
        Duration readyWait,
        Duration ackWait,
        Duration logOutWait,
        Duration firstCheckpoint,
        Duration checkpoint,
        long largestMedia,
        Limits limits,
        @Nullable String defaultRegion,
        Lifecycle lifecycle) {

    public static final HostSettings DEFAULT = new HostSettings(
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(6),
            Duration.ofSeconds(60),
            64L * 1024 * 1024,
            Limits.NONE,
            null,
            Lifecycle.DEFAULT);

    /**
     * How long a session is left alone.
     *
     * @param pairingWindow how long codes are shown before the page is opened anew
     * @param pairingWindows how many of them pass before a session that nobody links is closed
     * @param reconnectWait how long the page of a linked session may be without a connection before it is opened anew; one that has just been opened has twice as long
     * @param probe how often the watchdog has a ready page prove that it lives: up to a fifth sooner
     * @param idleAfter after how long without any use a linked session is closed; zero: never
     * @param memoryLimit bytes that its browser may use before its page is opened anew; 0: no limit
     */
    public record Lifecycle(
            Duration pairingWindow,
            int pairingWindows,
            Duration reconnectWait,
            Duration probe,
            Duration idleAfter,
            long memoryLimit) {
        public static final Lifecycle DEFAULT = new Lifecycle(
                Duration.ofMinutes(5), 3, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ZERO, 0);

        public Lifecycle withIdleAfter(Duration time) {
            return new Lifecycle(pairingWindow, pairingWindows, reconnectWait, probe, time, memoryLimit);
        }

        public Lifecycle withMemoryLimit(long bytes) {
            return new Lifecycle(pairingWindow, pairingWindows, reconnectWait, probe, idleAfter, bytes);
        }
    }

    public HostSettings withCheckpoint(Duration interval) {
        return new HostSettings(
                readyWait,
                ackWait,
                logOutWait,
                firstCheckpoint,
                interval,
                largestMedia,
                limits,
                defaultRegion,
                lifecycle);
    }

    public HostSettings withLargestMedia(long bytes) {
        return new HostSettings(
                readyWait, ackWait, logOutWait, firstCheckpoint, checkpoint, bytes, limits, defaultRegion, lifecycle);
    }

    public HostSettings with(Limits others, @Nullable String region) {
        return new HostSettings(
                readyWait, ackWait, logOutWait, firstCheckpoint, checkpoint, largestMedia, others, region, lifecycle);
    }

    public HostSettings with(Lifecycle other) {
        return new HostSettings(
                readyWait,
                ackWait,
                logOutWait,
                firstCheckpoint,
                checkpoint,
                largestMedia,
                limits,
                defaultRegion,
                other);
    }
}
