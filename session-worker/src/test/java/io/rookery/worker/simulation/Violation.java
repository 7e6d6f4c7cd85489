package io.rookery.worker.simulation;

/** An invariant does not hold. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String invariant;

    /** @param invariant its id in docs/invariants.md, or a short name */
    Violation(String invariant, String text) {
        super(invariant + ": " + text, null, false, false);
        this.invariant = invariant;
    }

    String invariant() {
        return invariant;
    }
}
