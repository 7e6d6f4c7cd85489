package io.rookery.gatewaytest;

import io.rookery.gateway.audit.AuditLog;
import io.rookery.gateway.audit.AuditRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** Records in memory; can be away. */
final class PlayedAudit implements AuditLog {
    final List<AuditRecord> told = new CopyOnWriteArrayList<>();
    volatile boolean away;

    @Override
    public void tell(AuditRecord entry) {
        told.add(entry);
    }

    @Override
    public Mono<Page> read(Query query) {
        return Mono.fromSupplier(() -> {
            if (away) throw new AuditUnavailable("played");
            return new Page(
                    told.reversed().stream()
                            .filter(query::includes)
                            .limit(query.limit())
                            .toList(),
                    7L);
        });
    }

    void reset() {
        told.clear();
        away = false;
    }
}
