package io.rookery.events;

/** How well a session is, beside what it is doing. Ordered: the worse, the later. */
public enum Health {
    HEALTHY,
    /** Something is wrong, and is being dealt with. */
    WARNING,
    /** It has not helped so far: somebody should look. What can be tried goes on. */
    CRITICAL
}
