package io.rookery.worker.session;

/** Why a worker takes no session more. */
public enum Shortage {
    NO_FREE_SLOT("every worker that looked at it has as many sessions as it takes"),
    NO_MEMORY("every worker that looked at it has its memory in use"),
    STORE_UNAVAILABLE("the object store does not answer");

    private final String text;

    Shortage(String text) {
        this.text = text;
    }

    /** What is told beside the code. */
    public String text() {
        return text;
    }
}
