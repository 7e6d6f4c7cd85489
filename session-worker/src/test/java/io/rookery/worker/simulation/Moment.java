package io.rookery.worker.simulation;

/** What a process is about when something may go wrong. */
public enum Moment {
    /** Nothing is at stake. */
    IDLE(0),
    STEP(1),
    ADMITTING(1),
    TAKING_OVER(2),
    COMPLETING(1),
    RENEWING(1),
    GIVING_UP(2),
    RELEASING(6),
    REBUILDING(6),
    PUBLISHING(6),
    STORING(1),
    /** The page is told a later deadline. */
    EXTENDING(1),
    CALLING_THE_PAGE(1);

    private final int weight;

    Moment(int weight) {
        this.weight = weight;
    }

    /** How likely a fault is then, beside an ordinary step. */
    int weight() {
        return weight;
    }
}
