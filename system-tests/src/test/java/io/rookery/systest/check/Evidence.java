package io.rookery.systest.check;

import java.util.List;

/**
 * All that is known about a run from outside.
 *
 * @param ledger what WhatsApp's side saw, in its order
 * @param written the client's own log of commands
 * @param events of all topics; those of one partition in the order of their offsets
 */
public record Evidence(List<LedgerEntry> ledger, List<Written> written, List<TapedEvent> events) {
    public Evidence {
        ledger = List.copyOf(ledger);
        written = List.copyOf(written);
        events = List.copyOf(events);
    }
}
