package io.rookery.worker.session;

/** Closes the browser and stores its profile. Where only a session without a phone shall be closed, that is decided once, by the profile. */
final class Closing {
    private final PageKeeper page;
    private boolean decided;
    private boolean refused;

    Closing(PageKeeper page, boolean unlessLinked) {
        this.page = page;
        if (!unlessLinked) close();
    }

    /** A phone has linked the session. */
    boolean isRefused() {
        return refused;
    }

    /** Whether it is known that the session will be closed. */
    boolean isDecided() {
        return decided;
    }

    boolean isOver() {
        if (!decided && !refused) decide();
        return decided && page.isSettled();
    }

    private void decide() {
        if (page.isLinked()) refused = true;
        else if (page.hasNoCredentials() || page.isBarred()) close();
    }

    private void close() {
        decided = true;
        page.close();
    }
}
