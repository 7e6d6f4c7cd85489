package io.rookery.worker.session;

/** Has a ready page tell again what came while nobody listened. */
final class CatchingUp {
    private final HostContext host;
    private final Narrator narrator;
    private final OpeningAttempts attempts;
    private boolean wanted; // messages may be untold
    private boolean underWay;

    CatchingUp(HostContext host, Narrator narrator, OpeningAttempts attempts) {
        this.host = host;
        this.narrator = narrator;
        this.attempts = attempts;
    }

    void want() {
        wanted = true;
    }

    /** @param again it was not ready before */
    void pageIsReady(boolean again) {
        if (narrator.inbox().beginOrGoOn(host.now().wall()) && again) wanted = true;
        underWay = false;
    }

    /** Of a ready page. */
    void progress() {
        if (!wanted || underWay || !attempts.isDue()) return;
        wanted = false;
        underWay = true;
        host.emit(new Effect.CatchUp(narrator.inbox().since()));
    }

    void answered(boolean done) {
        underWay = false;
        if (done) return;
        wanted = true;
        attempts.later();
    }
}
