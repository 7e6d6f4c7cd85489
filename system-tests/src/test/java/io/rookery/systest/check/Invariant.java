package io.rookery.systest.check;

/** A promise that a run keeps or breaks. */
public interface Invariant {

    /** What the run says about it. Never throws for what the evidence holds. */
    Verdict judge(Evidence evidence);
}
