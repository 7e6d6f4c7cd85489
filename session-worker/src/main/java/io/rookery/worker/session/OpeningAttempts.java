package io.rookery.worker.session;

import io.rookery.events.Health;
import java.time.Duration;

/** When the next try is due, of whatever brings the page where it shall be: a page that failed is opened again at once, then after growing pauses. */
final class OpeningAttempts {
    static final String NOT_CONNECTED = "NOT_CONNECTED";
    private static final int CRITICAL_FAILURES = 5;
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final long[] PAUSE_MILLIS = {0, 1000, 2000, 4000, 8000, 16_000, 30_000};

    private final HostContext host;
    private final Narrator narrator;
    private int failures;
    private long nextTry;
    private String lastProblem = "";

    OpeningAttempts(HostContext host, Narrator narrator) {
        this.host = host;
        this.narrator = narrator;
    }

    boolean isDue() {
        return host.sure() && host.reached(nextTry);
    }

    /** The page failed, once more in a row. */
    void failed(String code) {
        lastProblem = code;
        nextTry = host.now().monotonic() + PAUSE_MILLIS[Math.min(failures, PAUSE_MILLIS.length - 1)];
        failures++;
        narrator.note(NOT_CONNECTED, failures < CRITICAL_FAILURES ? Health.WARNING : Health.CRITICAL);
    }

    /** It is not tried again: there is something wrong with the profile. */
    void given(String problem) {
        lastProblem = problem;
    }

    void succeeded() {
        failures = 0;
    }

    /** Something else than the page failed: a store that is away, a call without an answer. */
    void later() {
        nextTry = host.in(RETRY);
    }

    void hurry() {
        nextTry = 0;
    }

    /** In a row. */
    int failures() {
        return failures;
    }

    String lastProblem() {
        return lastProblem;
    }
}
