package io.rookery.worker.browser;

/** A page that could not be opened. Nothing was done; trying again later is right. */
public final class PageUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What it is to those who follow the session; the names are codes. */
    public enum Reason {
        /** There is none, it does not start, or it died, hung or lost its lease before the page was there. */
        BROWSER_UNAVAILABLE("the browser could not be started"),
        /** The browser runs, WhatsApp Web does not come. */
        PAGE_NOT_LOADED("WhatsApp Web could not be loaded");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** For people; fixed, so that no address of a proxy gets into it. */
        public String text() {
            return text;
        }
    }

    /** @param message for the log of the worker */
    public PageUnavailable(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Of any failure: what is not known better is the browser's. */
    public static Reason reasonOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof PageUnavailable known) return known.reason;
        return Reason.BROWSER_UNAVAILABLE;
    }
}
