package io.rookery.systest.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One thing that WhatsApp's side saw, as the simulator's ledger tells it. Texts that an entry does not carry are empty.
 *
 * @param seq counts the entries
 * @param type {@code connect}, {@code send}, {@code deliver} and so on
 * @param connection one socket of one page
 * @param epoch that the page's address claims; null where it claims none
 * @param device {@code phone} for the phone itself
 */
public record LedgerEntry(
        long seq,
        Instant at,
        String type,
        String connection,
        String session,
        @Nullable Integer epoch,
        String account,
        String device,
        String messageId,
        String from,
        String to,
        String text) {

    /** @throws IllegalArgumentException where the entry has no number, time or type */
    public static LedgerEntry of(JsonNode entry) {
        if (!entry.path("seq").isNumber() || text(entry, "type").isEmpty()) {
            throw new IllegalArgumentException("this is no entry of a ledger: " + entry);
        }
        return new LedgerEntry(
                entry.path("seq").asLong(),
                Instant.parse(text(entry, "at")),
                text(entry, "type"),
                text(entry, "connection"),
                text(entry, "session"),
                text(entry, "epoch").isEmpty() ? null : Integer.valueOf(text(entry, "epoch")),
                text(entry, "account"),
                text(entry, "device"),
                text(entry, "messageId"),
                text(entry, "from"),
                text(entry, "to"),
                text(entry, "text"));
    }

    private static String text(JsonNode entry, String field) {
        return entry.path(field).asString("");
    }

    public boolean is(String wanted) {
        return type.equals(wanted);
    }
}
