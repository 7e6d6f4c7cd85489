package io.rookery.systest.check;

import java.util.List;
import java.util.Set;

/**
 * All that is known about a run from outside.
 *
 * @param ledger what WhatsApp's side saw, in its order
 * @param written the commands, those of one partition in the order of their offsets
 * @param events of all topics; those of one partition in the order of their offsets
 * @param blows what was done to the cluster, in its order
 * @param poison what was written among the commands and is none
 * @param deadLetters the places ({@code partition@offset}) of the records that lie on the dead-letter topic
 * @param litter what was left and should not: processes and directories, one sentence each
 * @param looks how often somebody has looked for litter
 */
public record Evidence(
        List<LedgerEntry> ledger,
        List<Written> written,
        List<TapedEvent> events,
        List<Blow> blows,
        List<Poison> poison,
        Set<String> deadLetters,
        List<String> litter,
        int looks) {
    public Evidence {
        ledger = List.copyOf(ledger);
        written = List.copyOf(written);
        events = List.copyOf(events);
        blows = List.copyOf(blows);
        poison = List.copyOf(poison);
        deadLetters = Set.copyOf(deadLetters);
        litter = List.copyOf(litter);
    }

    /** Of a run in which nothing was done to the cluster. */
    public static Evidence of(List<LedgerEntry> ledger, List<Written> written, List<TapedEvent> events) {
        return new Evidence(ledger, written, events, List.of(), List.of(), Set.of(), List.of(), 0);
    }
}
