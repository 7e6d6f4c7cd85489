package io.rookery.gateway.audit.kafka;

import io.rookery.gateway.audit.AuditLog;
import io.rookery.gateway.audit.AuditRecord;
import java.util.concurrent.RejectedExecutionException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Writes to the audit topic, and reads it on demand: two readers at once, and a few that wait. */
final class KafkaAuditLog implements AuditLog, AutoCloseable {
    private static final int READERS = 2;
    private static final int MOST_WAITING = 8;

    private final AuditWriter writer;
    private final AuditReader reader;
    private final Scheduler readers = Schedulers.newBoundedElastic(READERS, MOST_WAITING, "audit-reader");

    KafkaAuditLog(AuditWriter writer, AuditReader reader) {
        this.writer = writer;
        this.reader = reader;
    }

    @Override
    public void tell(AuditRecord entry) {
        writer.tell(entry);
    }

    @Override
    public Mono<Page> read(Query query) {
        return Mono.fromCallable(() -> reader.read(query))
                .subscribeOn(readers)
                .onErrorMap(RejectedExecutionException.class, error -> new AuditUnavailable("too many read it"))
                .publishOn(Schedulers.parallel());
    }

    @Override
    public void close() throws InterruptedException {
        readers.dispose();
        writer.close();
    }
}
