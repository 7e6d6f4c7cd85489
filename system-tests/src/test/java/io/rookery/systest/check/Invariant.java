package io.rookery.systest.check;

import java.util.List;

/** A promise that a run keeps or breaks. */
public interface Invariant {

    /** @return one sentence for each time that the promise was broken, with what is needed to find it; empty where it was kept */
    List<String> violations(Evidence evidence);
}
