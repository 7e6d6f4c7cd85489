package io.rookery.systest.world;

import io.rookery.quickstart.Cluster;
import io.rookery.quickstart.GatewayProcess;
import io.rookery.quickstart.KafkaBroker;
import io.rookery.quickstart.MasterKeyFile;
import io.rookery.quickstart.Part;
import io.rookery.quickstart.RedisServer;
import io.rookery.quickstart.S3Store;
import io.rookery.quickstart.SecureListener;
import io.rookery.quickstart.SimulatorProcess;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.quickstart.process.Ports;
import io.rookery.quickstart.process.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A gateway and a worker that reach Kafka, Redis and the store by TLS only, each as a user of its own with the rights that docs/security.md names and no others. The settings are those that it names, too.
 */
public final class SecuredWorld implements AutoCloseable {
    /** One user for both kinds of programs. The password stands for {@code …}. */
    private static final String REDIS_USER =
            "rookery on >%s resetkeys ~rookery:* resetchannels &rookery:* -@all +@connection +@read +@write +@scripting +@pubsub +time -@dangerous -@admin +info";

    private static final Map<String, String> LOOPBACK_HOOKS =
            Map.of("rookery.webhooks.allow-http", "true", "rookery.webhooks.allow-private", "127.0.0.1");

    private final Authority authority;
    private final Map<String, String> passwords;
    private final SecureListener listener;
    private final KafkaBroker kafka;
    private final RedisServer redis;
    private final S3Store s3;
    private final SimulatorProcess simulator;
    private final People people;
    private final GatewayProcess gateway;
    private final WorkerProcess worker;
    private final String key;

    /**
     * Starts nothing yet.
     *
     * @param data where everything is; emptied
     * @param pages settings of the worker's browsers and limits, but for the page's address
     */
    public SecuredWorld(Path data, Map<String, String> pages) {
        Directories.delete(data);
        PrivateFiles.directory(data);
        authority = Authority.in(data.resolve("authority"));
        passwords = Map.of(
                KafkaRights.GATEWAY, PrivateFiles.secret(data.resolve("kafka-gateway")),
                KafkaRights.WORKER, PrivateFiles.secret(data.resolve("kafka-worker")));
        String redisPassword = PrivateFiles.secret(data.resolve("redis-user"));
        int redisPort = Ports.free();
        int storePort = Ports.free();
        listener = new SecureListener(Ports.free(), authority.keyStore(), authority.password());
        kafka = new KafkaBroker(data.resolve("kafka"), listener);
        redis = new RedisServer(
                data.resolve("redis"),
                0,
                Map.of(
                        "tls-port", Integer.toString(redisPort),
                        "tls-cert-file", authority.serverCertificate().toString(),
                        "tls-key-file", authority.serverKey().toString(),
                        "tls-ca-cert-file", authority.certificate().toString(),
                        "tls-auth-clients", "no",
                        "user", REDIS_USER.formatted(redisPassword)));
        s3 = new S3Store(
                data.resolve("s3"),
                0,
                Map.of(
                        "s3proxy.secure-endpoint", "https://127.0.0.1:" + storePort,
                        "s3proxy.keystore-path", authority.keyStore().toString(),
                        "s3proxy.keystore-password", authority.password()));
        Map<String, String> settings = new HashMap<>(Cluster.backendSettings(kafka, redis));
        settings.putAll(Cluster.storeSettings(s3, MasterKeyFile.in(data)));
        settings.put("spring.data.redis.url", "rediss://rookery:" + redisPassword + "@127.0.0.1:" + redisPort);
        settings.put("rookery.store.endpoint", "https://127.0.0.1:" + storePort);
        simulator = new SimulatorProcess(data.resolve("simulator"));
        people = new People(simulator.url());
        Map<String, String> browsers = new HashMap<>(pages);
        browsers.put("rookery.browser.page-url", simulator.pageUrl());
        Path apiKey = data.resolve("apikey");
        key = PrivateFiles.secret(apiKey);
        gateway = new GatewayProcess(
                data.resolve("gateway"), 0, 0, apiKey, secured(settings, KafkaRights.GATEWAY, LOOPBACK_HOOKS));
        worker = new WorkerProcess(
                "worker-1", data.resolve("worker-1"), secured(settings, KafkaRights.WORKER, browsers));
    }

    private Map<String, String> secured(Map<String, String> common, String user, Map<String, String> own) {
        Map<String, String> all = new HashMap<>(common);
        all.putAll(own);
        all.put("spring.kafka.bootstrap-servers", listener.bootstrapServers());
        all.put("spring.kafka.security.protocol", "SASL_SSL");
        all.put("spring.kafka.properties.sasl.mechanism", "SCRAM-SHA-512");
        all.put("spring.kafka.properties.sasl.jaas.config", logIn(user, password(user)));
        all.putAll(trusting(authority.certificate()));
        // The first TLS of a JVM takes its time on a busy machine.
        all.put("spring.data.redis.timeout", "10s");
        all.put("spring.data.redis.connect-timeout", "10s");
        // Only gateways have the right to make the topics.
        all.put("rookery.topics.create", Boolean.toString(user.equals(KafkaRights.GATEWAY)));
        return all;
    }

    /** What both programs are told about an authority, by property name. */
    public static Map<String, String> trusting(Path certificate) {
        return Map.of(
                "spring.kafka.ssl.trust-store-type", "PEM",
                "spring.kafka.ssl.trust-store-location", certificate.toUri().toString(),
                "spring.ssl.bundle.pem.redis.truststore.certificate",
                        certificate.toUri().toString(),
                "spring.data.redis.ssl.bundle", "redis",
                "rookery.store.trusted-certificates", certificate.toString());
    }

    /** For {@code sasl.jaas.config}. */
    public static String logIn(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(user, password);
    }

    /** Kafka, Redis, the store and the simulator, and then the programs. */
    public void start() {
        // Each by itself: they are few, and none takes longer than a second or two.
        List.<Part>of(kafka, redis, s3, simulator).forEach(Part::start);
        KafkaRights.grant(kafka.bootstrapServers(), passwords);
        gateway.start();
        worker.start();
    }

    /** Of a simulator of their own: what they write is not on the shared world's topics. */
    public People people() {
        return people;
    }

    public GatewayProcess gateway() {
        return gateway;
    }

    public WorkerProcess worker() {
        return worker;
    }

    /** Its plain listener is for those who may do everything. */
    public KafkaBroker kafka() {
        return kafka;
    }

    /** Whom all trust. */
    public Path authority() {
        return authority.certificate();
    }

    /** Where TLS is spoken. */
    public SecureListener listener() {
        return listener;
    }

    public Api api() {
        return new Api(gateway.url(), Map.of("X-Api-Key", key));
    }

    public String password(String user) {
        return Objects.requireNonNull(passwords.get(user));
    }

    /** What must be in no log. */
    public List<String> secrets() {
        String url = String.valueOf(gateway.settings().get("spring.data.redis.url"));
        return Stream.concat(
                        passwords.values().stream(),
                        Stream.of(
                                key,
                                s3.secretKey(),
                                redis.password(),
                                url.substring(url.lastIndexOf("rookery:") + 8, url.indexOf('@'))))
                .toList();
    }

    /** What was written by all programs, ours and those of others. */
    public String logs() {
        return Stream.<Part>of(kafka, redis, s3, gateway, worker)
                .map(part -> {
                    try {
                        return Files.readString(part.log());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .reduce("", String::concat);
    }

    /** What Kafka's ACLs have refused, a line each. */
    public List<String> denied() throws IOException {
        return Files.readAllLines(kafka.log()).stream()
                .filter(line -> line.contains("is Denied"))
                .toList();
    }

    @Override
    public void close() {
        List.<Part>of(worker, gateway, simulator, s3, redis, kafka).forEach(Part::stop);
    }
}
