package io.rookery.worker.session;

import java.time.Duration;

/**
 * How a host waits.
 *
 * @param readyWait how long a send waits for a linked session to become ready
 * @param ackWait how long a send waits for WhatsApp's acknowledgement
 * @param logOutWait how long a log-out or destroy of a stopped session waits for its page to log in
 * @param firstCheckpoint how soon after pairing the profile is stored; Chromium writes Local Storage up to 5 s late, and what is copied before lacks it
 * @param checkpoint how often it is stored afterwards, if something changed: up to a fifth sooner, another time for each session
 * @param largestMedia bytes of a file that is fetched or kept
 */
public record HostSettings(
        Duration readyWait,
        Duration ackWait,
        Duration logOutWait,
        Duration firstCheckpoint,
        Duration checkpoint,
        long largestMedia) {
    public static final HostSettings DEFAULT = new HostSettings(
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(6),
            Duration.ofSeconds(60),
            64L * 1024 * 1024);

    public HostSettings withCheckpoint(Duration interval) {
        return new HostSettings(readyWait, ackWait, logOutWait, firstCheckpoint, interval, largestMedia);
    }

    public HostSettings withLargestMedia(long bytes) {
        return new HostSettings(readyWait, ackWait, logOutWait, firstCheckpoint, checkpoint, bytes);
    }
}
