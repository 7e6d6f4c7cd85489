package io.rookery.worker.session;

/**
 * Unlinks the device at WhatsApp, for a log-out or a destroy. A stopped session's page is opened for it, if there is a profile.
 *
 * <pre>
 *  WAITING (for a page that is ready, or proof that there is nothing to unlink) → ASKING → CLOSING → over
 * </pre>
 */
final class Unlinking {
    private enum Step {
        WAITING,
        ASKING,
        CLOSING,
        OVER
    }

    private final HostContext host;
    private final PageKeeper page;
    private final boolean required;
    private final long readyBy;
    private Step step = Step.WAITING;
    private boolean failed;

    /** @param required whether it fails where WhatsApp can't be asked (log-out), or goes on without (destroy) */
    Unlinking(HostContext host, PageKeeper page, boolean required) {
        this.host = host;
        this.page = page;
        this.required = required;
        this.readyBy = host.in(host.settings.logOutWait());
        if (!page.isBarred()) page.open();
    }

    boolean isOver() {
        return step == Step.OVER;
    }

    boolean failed() {
        return failed;
    }

    void progress() {
        if (step == Step.WAITING) {
            if (page.isBarred() || page.isUnlinked() || page.hasNoCredentials()) close();
            else if (page.isReady()) {
                step = Step.ASKING;
                page.expectLogOut();
                host.emit(new Effect.LogOut());
            } else if (page.isOutOfReach() || host.reached(readyBy)) withoutAnswer();
        }
        if (step == Step.ASKING && page.isLoggedOut()) close();
        if (step == Step.CLOSING && !page.isOpen()) step = Step.OVER;
    }

    void answered(boolean done) {
        if (step != Step.ASKING) return;
        if (done) close();
        else withoutAnswer();
    }

    private void withoutAnswer() {
        if (required) {
            page.expectNoLogOut();
            failed = true;
            step = Step.OVER;
        } else close();
    }

    /** From here on the page's own report of a log-out is no news; the profile is deleted once the outcome is told. */
    private void close() {
        step = Step.CLOSING;
        page.abandon();
    }
}
