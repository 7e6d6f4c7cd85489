package io.rookery.worker.browser;

import java.time.Duration;

/**
 * A page's sign of life: its own thread has answered.
 *
 * @param connected what WhatsApp Web says of its connection
 * @param unanswered for how long it has spoken to its server, several times, and heard nothing; zero where it has heard something since, or nothing is known of its socket
 * @param memory bytes that its browser used when it was weighed last; 0 where it was not yet
 */
public record Pulse(boolean connected, Duration unanswered, long memory) {}
