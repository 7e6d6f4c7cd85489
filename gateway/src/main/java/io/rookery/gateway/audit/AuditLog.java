package io.rookery.gateway.audit;

import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Keeps records. Safe for use by many threads. */
public interface AuditLog {

    /** Takes a record to be written soon. Never blocks and never fails: one that can't be kept is counted as lost. */
    void tell(AuditRecord entry);

    /** The newest first. Errs with {@link AuditUnavailable}. */
    Mono<Page> read(Query query);

    /**
     * Which records.
     *
     * @param sessions only what is about one of these; empty for all
     * @param from not before; null for as far as is kept
     * @param to before; null for until now
     * @param action the permission that was needed
     * @param before the cursor of the page before
     */
    record Query(
            TenantId tenant,
            Set<SessionId> sessions,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String keyId,
            @Nullable SessionId session,
            @Nullable String action,
            int limit,
            @Nullable Long before) {

        /** Whether the record is one of them, but for the cursor. */
        public boolean includes(AuditRecord entry) {
            String about = entry.about().get("sessionId");
            return entry.tenant().equals(tenant.value())
                    && (sessions.isEmpty() || (about != null && sessions.contains(new SessionId(about))))
                    && (from == null || !entry.time().isBefore(from))
                    && (to == null || entry.time().isBefore(to))
                    && (keyId == null || keyId.equals(entry.keyId()))
                    && (session == null || session.value().equals(about))
                    && (action == null || action.equals(entry.action()));
        }
    }

    /**
     * @param next where the next page begins; null where there is none. A page may be short and have a next one: only so many records are looked at for a page
     */
    record Page(List<AuditRecord> records, @Nullable Long next) {}

    /** The log can't be read now. */
    final class AuditUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public AuditUnavailable(String message) {
            super(message, null, false, false);
        }
    }
}
