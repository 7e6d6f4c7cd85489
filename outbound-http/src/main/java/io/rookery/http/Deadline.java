package io.rookery.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a request. Time-outs of reads do not help against a server that sends a byte now and then: when the time is up, the socket is closed from
 * outside, and whatever waits on it – connect, handshake, read, write – ends.
 */
final class Deadline implements AutoCloseable {
    private final long endNanos;
    private final CompletableFuture<Void> alarm = new CompletableFuture<>();
    private boolean passed;
    private @Nullable Socket socket;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    static Deadline in(Duration time) {
        Deadline deadline = new Deadline(System.nanoTime() + time.toNanos());
        var unused = deadline.alarm
                .orTimeout(time.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionally(e -> {
                    deadline.pass();
                    return null;
                });
        return deadline;
    }

    /** Never negative. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    synchronized boolean hasPassed() {
        return passed || remaining().isZero();
    }

    /** The socket in use from now on; there is one at a time. */
    synchronized void guard(Socket current) {
        socket = current;
        if (passed) closeQuietly(current);
    }

    private synchronized void pass() {
        passed = true;
        if (socket != null) closeQuietly(socket);
    }

    /** Milliseconds for a call that takes 0 for "for ever": what is left, at most {@code limit}, at least 1. */
    int millis(Duration limit) {
        long millis = Math.min(limit.toMillis(), remaining().toMillis());
        return (int) Math.clamp(millis, 1, Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        alarm.complete(null);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, closed or not.
        }
    }
}
