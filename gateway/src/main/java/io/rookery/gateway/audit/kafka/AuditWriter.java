package io.rookery.gateway.audit.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.gateway.audit.AuditRecord;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes records, one thread, behind a queue that is bounded: where Kafka is away, the newest are lost, and counted. */
final class AuditWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditWriter.class);
    private static final int MOST_WAITING = 5_000;

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final Counter written;
    private final Counter lost;
    private final AtomicBoolean losing = new AtomicBoolean();
    private final ExecutorService sender = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("audit-writer").factory());

    /** @param producer whose {@code send} may block for a moment, and whose buffer is bounded */
    AuditWriter(Producer<String, byte[]> producer, String topic, MeterRegistry metrics) {
        this.producer = producer;
        this.topic = topic;
        this.written = counter(metrics, "written");
        this.lost = counter(metrics, "lost");
    }

    private static Counter counter(MeterRegistry metrics, String result) {
        return Counter.builder("rookery.gateway.audit")
                .description("Audit records by whether Kafka has them")
                .tag("result", result)
                .register(metrics);
    }

    void tell(AuditRecord entry) {
        try {
            sender.execute(() -> send(entry));
        } catch (RejectedExecutionException e) {
            lost("too many wait");
        }
    }

    private void send(AuditRecord entry) {
        try {
            producer.send(
                    new ProducerRecord<>(topic, entry.tenant(), AuditRecords.encode(entry)), (metadata, error) -> {
                        if (error == null) written();
                        else lost(error.getClass().getSimpleName());
                    });
        } catch (KafkaException | IllegalStateException e) { // thrown instead of a call back
            lost(e.getClass().getSimpleName());
        }
    }

    private void written() {
        written.increment();
        if (losing.getAndSet(false)) log.atWarn().log("audit records are written again");
    }

    private void lost(String cause) {
        lost.increment();
        if (!losing.getAndSet(true)) log.atError().addKeyValue("cause", cause).log("audit records are lost");
    }

    /** Waits a moment for what is on its way. */
    @Override
    public void close() throws InterruptedException {
        sender.shutdown();
        boolean ignored = sender.awaitTermination(2, TimeUnit.SECONDS);
        producer.close(Duration.ofSeconds(3));
    }
}
