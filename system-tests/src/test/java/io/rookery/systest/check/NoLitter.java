package io.rookery.systest.check;

/** Whatever ends a worker, none of its processes and profiles is left behind. */
public final class NoLitter implements Invariant {

    @Override
    public Verdict judge(Evidence evidence) {
        return Verdict.of("I15", "no litter", evidence.looks(), evidence.litter());
    }
}
