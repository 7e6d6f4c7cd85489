package io.rookery.gateway.access;

/** Who is let in now; for what lasts longer than a request. */
@FunctionalInterface
public interface Callers {

    /** Whether the key of a caller that was let in before is still good for the same. Answers from memory; asked often. */
    boolean isStillValid(Caller caller);
}
