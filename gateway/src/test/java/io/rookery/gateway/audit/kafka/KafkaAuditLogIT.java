package io.rookery.gateway.audit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.audit.AuditLog;
import io.rookery.gateway.audit.AuditRecord;
import io.rookery.quickstart.KafkaBroker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log on a real topic of several partitions. */
class KafkaAuditLogIT {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final String TOPIC = "t.audit";
    private static final int RECORDS = 1_200;

    @TempDir
    static Path directory;

    private static final SimpleMeterRegistry METRICS = new SimpleMeterRegistry();
    private static KafkaBroker kafka;
    private static KafkaAuditLog log;

    /** Of two tenants in turn; every hundredth is about a session. */
    @BeforeAll
    static void write() throws Exception {
        kafka = new KafkaBroker(directory.resolve("kafka"));
        kafka.start();
        Map<String, Object> servers = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(servers)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
        }
        log = new KafkaAuditLog(
                new AuditWriter(
                        new KafkaProducer<>(servers, new StringSerializer(), new ByteArraySerializer()),
                        TOPIC,
                        METRICS),
                new AuditReader(
                        () -> new KafkaConsumer<>(servers, new StringDeserializer(), new ByteArrayDeserializer()),
                        TOPIC,
                        System::nanoTime));
        for (int number = 0; number < RECORDS; number++)
            for (String tenant : List.of("acme", "zeta")) log.tell(entry(tenant, number));
        await().until(() -> count("written") == 2 * RECORDS);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        log.close();
        kafka.close();
    }

    @Test
    void theNewestComeFirstAndPagesGoBackToTheFirst() {
        List<Integer> statuses = new ArrayList<>();
        Long cursor = null;
        do {
            AuditLog.Page page = read(query("acme", null, null, cursor));
            page.records().forEach(entry -> statuses.add(entry.status()));
            assertThat(page.records())
                    .hasSizeLessThanOrEqualTo(200)
                    .allMatch(entry -> entry.tenant().equals("acme"));
            cursor = page.next();
        } while (cursor != null);
        assertThat(statuses).hasSize(RECORDS).isSortedAccordingTo((one, other) -> other - one);
    }

    @Test
    void whatIsAskedForIsFoundBehindMuchElse() {
        AuditLog.Page page = read(query("zeta", "s", START.plusSeconds(RECORDS - 1_050), null));
        assertThat(page.records())
                .extracting(AuditRecord::status)
                .containsExactly(1_100, 1_000, 900, 800, 700, 600, 500, 400, 300, 200);
        assertThat(page.next()).isNull();
        assertThat(read(query("nobody", null, null, null)).records()).isEmpty();
    }

    @Test
    void aRecordComesBackAsItWasTold() {
        AuditRecord told = entry("acme", 100);
        assertThat(AuditRecords.decode(AuditRecords.encode(told))).contains(told);
        assertThat(AuditRecords.decode("{\"type\":\"another\"}".getBytes())).isEmpty();
        assertThat(AuditRecords.decode("nothing".getBytes())).isEmpty();
    }

    private static AuditLog.Page read(AuditLog.Query query) {
        AuditLog.Page page = log.read(query).block();
        assertThat(page).isNotNull();
        return page;
    }

    private static AuditLog.Query query(
            String tenant, @Nullable String session, @Nullable Instant from, @Nullable Long before) {
        return new AuditLog.Query(
                new TenantId(tenant),
                Set.of(),
                from,
                null,
                null,
                session == null ? null : new SessionId(session),
                null,
                200,
                before);
    }

    private static AuditRecord entry(String tenant, int number) {
        return new AuditRecord(
                UUID.randomUUID().toString(),
                START.plusSeconds(number),
                "key",
                tenant,
                "owner",
                "session:connect",
                "POST",
                "/v1/sessions",
                number % 100 == 0 ? Map.of("sessionId", "s") : Map.of(),
                number);
    }

    private static double count(String result) {
        return METRICS.counter("rookery.gateway.audit", "result", result).count();
    }
}
