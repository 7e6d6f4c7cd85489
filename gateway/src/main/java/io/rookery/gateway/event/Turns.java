package io.rookery.gateway.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** So many at once; the others wait for their turn, in the order in which they came. Safe for use by many threads. */
final class Turns {
    private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int free;

    Turns(int atOnce) {
        this.free = atOnce;
    }

    /** Completes when it is the caller's turn. Must be {@linkplain #done given back}, also by who no longer waits. */
    synchronized CompletableFuture<Void> next() {
        var turn = new CompletableFuture<Void>();
        if (free > 0) {
            free--;
            turn.complete(null);
        } else waiting.addLast(turn);
        return turn;
    }

    void done(CompletableFuture<Void> turn) {
        CompletableFuture<Void> next;
        synchronized (this) {
            if (waiting.remove(turn)) return;
            next = waiting.pollFirst();
            if (next == null) free++;
        }
        if (next != null) next.complete(null);
    }
}
