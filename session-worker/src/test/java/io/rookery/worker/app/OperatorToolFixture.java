package io.rookery.worker.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.quickstart.Cluster;
import io.rookery.quickstart.S3Store;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.s3.S3ObjectStore;
import io.rookery.store.s3.S3Settings;
import io.rookery.store.tink.KeysetFile;
import io.rookery.store.tink.KeysetMasterKeys;
import io.rookery.worker.profile.Profiles;
import io.rookery.worker.profile.StoredEpochs;
import io.rookery.worker.profile.StoredProfiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A real store with a worker beside it, and what an operator's tool has said. */
final class OperatorToolFixture implements AutoCloseable {
    /** A profile's only file. */
    static final String FILE = "Default/IndexedDB/db/1.log";

    private static final AtomicInteger BUCKETS = new AtomicInteger();

    final S3Store server; // shared; started again after a test that stops it
    private final String bucket = "tool" + BUCKETS.incrementAndGet();
    final S3ObjectStore store;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path directory;

    OperatorToolFixture(Path directory) throws Exception {
        this.directory = directory;
        server = Backends.store();
        store = S3ObjectStore.open(new S3Settings(
                URI.create(server.endpoint()),
                "us-east-1",
                bucket,
                new S3Settings.Credentials(server.accessKey(), server.secretKey()),
                true,
                true,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                List.of()));
    }

    /** As a worker has them. */
    Map<String, String> settings(Path keyset) {
        var settings = new TreeMap<>(Cluster.storeSettings(server, keyset));
        settings.put("rookery.store.bucket", bucket);
        return settings;
    }

    /** Runs with these arguments, and returns its exit code. */
    @FunctionalInterface
    interface Tool {
        int run(PrintStream out, PrintStream err, String... arguments);
    }

    int run(Tool tool, Map<String, String> settings, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        settings.forEach((name, value) -> all.add("--" + name + "=" + value));
        return tool.run(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), all.toArray(String[]::new));
    }

    String out() {
        return out.toString(UTF_8);
    }

    String err() {
        return err.toString(UTF_8);
    }

    void forgetOut() {
        out.reset();
    }

    void forgetErr() {
        err.reset();
    }

    StoredProfiles worker(Path keyset) throws KeyUnavailable {
        return new StoredProfiles(
                store,
                new StoredEpochs(store),
                KeysetMasterKeys.of(new KeysetFile(keyset)),
                () -> "",
                InstantSource.system(),
                new SimpleMeterRegistry());
    }

    void store(StoredProfiles worker, SessionId session, int epoch, String content, String browserVersion)
            throws Exception {
        Path profile = directory.resolve("profile");
        Path staging = directory.resolve("staging");
        Files.createDirectories(profile.resolve(FILE).getParent());
        Files.writeString(profile.resolve(FILE), content);
        worker.copy(profile, staging);
        assertThat(worker.store(
                        session,
                        TenantId.DEFAULT,
                        new Epoch(epoch),
                        staging,
                        new Profiles.Metadata(0, browserVersion, "")))
                .isPresent();
    }

    @Override
    public void close() {
        store.close();
    }
}
