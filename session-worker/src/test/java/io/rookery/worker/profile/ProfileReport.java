package io.rookery.worker.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.quickstart.S3Store;
import io.rookery.store.s3.S3ObjectStore;
import io.rookery.store.s3.S3Settings;
import io.rookery.store.tink.Keyset;
import io.rookery.store.tink.KeysetMasterKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a profile of 60 MB costs to store and to restore, turn by turn with whatsapp-web.js' own RemoteAuth on the same files. Needs npm and a network the first time. Not part of the
 * test run: {@code -Dtest=ProfileReport}.
 *
 * <p>RemoteAuth zips the whole profile each time; it puts the zip into a folder here, while our files go to a real S3 server. That is in its favour.
 */
class ProfileReport {
    private static final int TABLES = 29;
    private static final int TABLE_BYTES = 2 << 20;
    private static final int CHANGED_BYTES = 200_000;
    /** Not counted: a worker runs for days, and the JVM's compiler is busy with the first ones. What the first costs is told, too. */
    private static final int WARM_UP = 10;

    private static final int ROUNDS = WARM_UP + 9;
    private static final Path SCRIPTS = Path.of("src", "test", "remote-auth");

    @TempDir
    Path directory;

    private final Random random = new Random(1);

    @Test
    void storeAndRestore_besideRemoteAuth() throws Exception {
        Path profile = directory.resolve("RemoteAuth-alice");
        Path tables = Files.createDirectories(
                profile.resolve("Default/IndexedDB/https_web.whatsapp.com_0.indexeddb.leveldb"));
        for (int i = 0; i < TABLES; i++) Files.write(tables.resolve("%06d.ldb".formatted(i)), content(TABLE_BYTES));
        Path log = Files.write(tables.resolve("000100.log"), content(CHANGED_BYTES));
        var meters = new SimpleMeterRegistry();
        try (var server = new S3Store(directory.resolve("s3"));
                var store = opened(server);
                var remoteAuth = new RemoteAuth(directory)) {
            var profiles = new StoredProfiles(
                    store,
                    new StoredEpochs(store),
                    KeysetMasterKeys.of(Keyset.create()),
                    () -> "",
                    InstantSource.system(),
                    meters);
            var full = new Series("full store");
            var checkpoint = new Series("checkpoint, 200 kB changed");
            var restore = new Series("restore");
            for (int round = 0; round < ROUNDS; round++) {
                SessionId session = new SessionId("alice-" + round);
                Epoch epoch = new Epoch(1);
                full.rookery.add(measured(meters, () -> stored(profiles, session, epoch, profile)));
                full.remoteAuth.add(remoteAuth.call("store"));
                Files.write(log, content(CHANGED_BYTES), StandardOpenOption.TRUNCATE_EXISTING);
                checkpoint.rookery.add(measured(meters, () -> stored(profiles, session, epoch, profile)));
                checkpoint.remoteAuth.add(remoteAuth.call("store"));
                Path target = directory.resolve("restored-" + round);
                restore.rookery.add(measured(meters, () -> profiles.restore(session, TenantId.DEFAULT, target)));
                assertThat(target.resolve(profile.relativize(log))).hasSameBinaryContentAs(log);
                Directories.delete(target);
                restore.remoteAuth.add(remoteAuth.call("restore"));
            }
            List.of(full, checkpoint, restore).forEach(Series::print);
        }
    }

    /** Half of it compresses, as LevelDB's tables do. */
    private byte[] content(int size) {
        byte[] bytes = new byte[size];
        for (int at = 0; at < size; at += 64) {
            byte[] some = new byte[32];
            random.nextBytes(some);
            System.arraycopy(some, 0, bytes, at, Math.min(32, size - at));
        }
        return bytes;
    }

    private static S3ObjectStore opened(S3Store server) throws Exception {
        server.start();
        return S3ObjectStore.open(S3Settings.of(
                URI.create(server.endpoint()),
                "us-east-1",
                "rookery",
                new S3Settings.Credentials(server.accessKey(), server.secretKey()),
                true,
                true));
    }

    /** As a checkpoint does it, without the browser's pause. */
    private Object stored(StoredProfiles profiles, SessionId session, Epoch epoch, Path profile) throws Exception {
        Path staging = directory.resolve("staging");
        profiles.copy(profile, staging);
        return profiles.store(session, TenantId.DEFAULT, epoch, staging, new Profiles.Metadata(0, "", ""))
                .orElseThrow();
    }

    private static Cost measured(SimpleMeterRegistry meters, Callable<?> work) throws Exception {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        double sent = meters.get("rookery.profile.bytes.sent").counter().count();
        long began = System.nanoTime();
        work.call();
        return new Cost(
                (System.nanoTime() - began) / 1e6,
                (system.getProcessCpuTime() - cpu) / 1e6,
                meters.get("rookery.profile.bytes.sent").counter().count() - sent);
    }

    private record Cost(double millis, double cpuMillis, double bytes) {}

    private record Series(String name, List<Cost> rookery, List<Cost> remoteAuth) {
        Series(String name) {
            this(name, new ArrayList<>(), new ArrayList<>());
        }

        void print() {
            Cost ours = median(rookery.subList(WARM_UP, ROUNDS));
            Cost theirs = median(remoteAuth.subList(WARM_UP, ROUNDS));
            System.out.printf(
                    "%-28s ours %5.0f ms, %5.0f ms CPU, %8.0f bytes sent; RemoteAuth %5.0f ms, %5.0f ms CPU, %8.0f bytes; time 1:%.1f, bytes 1:%.1f%n",
                    name,
                    ours.millis,
                    ours.cpuMillis,
                    ours.bytes,
                    theirs.millis,
                    theirs.cpuMillis,
                    theirs.bytes,
                    theirs.millis / ours.millis,
                    theirs.bytes / ours.bytes);
            System.out.printf(
                    "%-28s the first ours %5.0f ms, RemoteAuth %5.0f ms; rounds 2 to 7 ours %5.0f ms, RemoteAuth %5.0f ms%n",
                    "",
                    rookery.getFirst().millis,
                    remoteAuth.getFirst().millis,
                    median(rookery.subList(1, 7)).millis,
                    median(remoteAuth.subList(1, 7)).millis);
        }

        private static Cost median(List<Cost> costs) {
            List<Cost> counted = costs.stream()
                    .sorted(Comparator.comparingDouble(Cost::millis))
                    .toList();
            return counted.get(counted.size() / 2);
        }
    }

    /** The Node process that does what it is told, line by line. */
    private static final class RemoteAuth implements AutoCloseable {
        private final Process process;
        private final BufferedReader answers;

        RemoteAuth(Path directory) throws Exception {
            Path scripts = Path.of("target", "remote-auth").toAbsolutePath();
            Files.createDirectories(scripts);
            for (String file : List.of("package.json", "measure.js"))
                Files.write(scripts.resolve(file), Files.readAllBytes(SCRIPTS.resolve(file)));
            int installed = new ProcessBuilder(
                            "npm",
                            "install",
                            "--ignore-scripts",
                            "--prefer-offline",
                            "--no-audit",
                            "--no-fund",
                            "--silent")
                    .directory(scripts.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(scripts.resolve("npm.log").toFile())
                    .start()
                    .waitFor();
            if (installed != 0) throw new IOException("npm did not install whatsapp-web.js");
            process = new ProcessBuilder("node", "measure.js", directory.toString(), "alice")
                    .directory(scripts.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            answers = process.inputReader(StandardCharsets.US_ASCII);
        }

        Cost call(String word) throws IOException {
            OutputStream out = process.getOutputStream();
            out.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = answers.readLine();
            if (answer == null) throw new IOException("RemoteAuth has ended");
            String[] numbers = answer.split(" ");
            return new Cost(
                    Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]), Double.parseDouble(numbers[2]));
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
