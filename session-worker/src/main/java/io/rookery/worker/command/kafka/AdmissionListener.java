package io.rookery.worker.command.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.worker.command.Admission;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListener;

/** Hands the records of admission's group to {@link Admission}, one at a time; what can't be decided now is tried again by the container's error handler. */
public final class AdmissionListener implements MessageListener<byte[], byte[]> {
    private static final Logger log = LoggerFactory.getLogger(AdmissionListener.class);

    private final Admission admission;
    private final MeterRegistry metrics;

    public AdmissionListener(Admission admission, MeterRegistry metrics) {
        this.admission = admission;
        this.metrics = metrics;
    }

    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> record) {
        var raw = new Admission.Raw(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                record.value());
        try {
            String decision = admission.handle(raw);
            metrics.counter("rookery.admissions", "decision", decision).increment();
        } catch (Admission.TryAgain e) {
            metrics.counter("rookery.admissions", "decision", "try_again").increment();
            log.atDebug()
                    .addKeyValue("partition", raw.partition())
                    .addKeyValue("offset", raw.offset())
                    .log("admission waits");
            throw new Postponed(e);
        }
    }

    /** Tells the container to hand the same record in again. */
    static final class Postponed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Postponed(Admission.TryAgain cause) {
            super(cause.getMessage(), cause);
        }
    }
}
