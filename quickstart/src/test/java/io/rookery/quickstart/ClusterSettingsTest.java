package io.rookery.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.PortTaken;
import io.rookery.quickstart.process.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cluster hands to its programs; nothing is started here. */
class ClusterSettingsTest {
    @TempDir
    Path data;

    @Test
    void aWorkerOfALiveClusterOpensTheRealPageAndNothingOfTheSimulator() {
        try (var cluster = new Cluster(ClusterOptions.in(data).withLive(true))) {
            Map<String, String> settings = cluster.worker(0).settings();
            assertThat(settings).containsEntry("rookery.browser.page-url", "https://web.whatsapp.com/");
            // The worker's own default holds WhatsApp's hosts and no others.
            assertThat(settings).doesNotContainKey("rookery.browser.allowed-hosts");
            assertThat(settings.keySet())
                    .noneMatch(key ->
                            key.contains("certificate") || key.contains("https-errors") || key.contains("insecure"));
            assertThat(cluster.simulator()).isEmpty();
            assertThat(cluster.parts()).noneMatch(SimulatorProcess.class::isInstance);
        }
    }

    @Test
    void aWorkerOfASimulatedClusterMayReachOnlyThisMachine() {
        try (var cluster = new Cluster(ClusterOptions.in(data))) {
            assertThat(cluster.worker(0).settings())
                    .containsEntry("rookery.browser.allowed-hosts", "127.0.0.1")
                    .hasEntrySatisfying(
                            "rookery.browser.page-url",
                            url -> assertThat(url)
                                    .startsWith("http://127.0.0.1:")
                                    .contains("session={session}", "epoch={epoch}", "worker={worker}"));
        }
    }

    @Test
    void workersHaveTheirOwnIdsFoldersAndPorts() {
        try (var cluster = new Cluster(ClusterOptions.in(data).withWorkers(2))) {
            Map<String, String> first = cluster.worker(0).settings();
            Map<String, String> second = cluster.worker(1).settings();
            for (String property : new String[] {"rookery.worker.id", "rookery.worker.data-directory", "server.port"}) {
                assertThat(first.get(property)).as(property).isNotEqualTo(second.get(property));
            }
            assertThat(first).containsEntry("server.address", "127.0.0.1");
        }
    }

    @Test
    void aPortThatIsTakenIsFoundBeforeAnythingStarts() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            PortPlan plan = PortPlan.parse("free,redis=" + taken.getLocalPort());
            assertThatThrownBy(() -> new Cluster(ClusterOptions.in(data).withPorts(plan)))
                    .isInstanceOfSatisfying(PortTaken.class, e -> {
                        assertThat(e.port()).isEqualTo(taken.getLocalPort());
                        assertThat(e.part()).isEqualTo("redis");
                    });
        }
        assertThat(Ports.isFree(Ports.free())).isTrue();
    }

    @Test
    void theGatewayAndAllWorkersHaveTheClustersStoreAndMasterKey_whichIsMadeOnceAndForTheOwnerOnly() throws Exception {
        String key;
        try (var cluster = new Cluster(ClusterOptions.in(data).withWorkers(2))) {
            key = Files.readString(cluster.masterKeyFile());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster.masterKeyFile())))
                    .isEqualTo("rw-------");
            assertThat(cluster.workers())
                    .allSatisfy(worker -> assertThat(worker.settings())
                            .containsEntry(
                                    "rookery.store.master-key-file",
                                    cluster.masterKeyFile().toString()));
            assertThat(cluster.gateway().settings())
                    .containsAllEntriesOf(Cluster.storeSettings(cluster.s3(), cluster.masterKeyFile()))
                    .containsEntry(
                            "rookery.media.directory",
                            data.resolve("gateway/uploads").toAbsolutePath().toString());
        }
        try (var again = new Cluster(ClusterOptions.in(data))) {
            assertThat(again.masterKeyFile()).hasContent(key);
        }
    }

    @Test
    void twoClustersCannotShareAFolder() {
        try (var first = new Cluster(ClusterOptions.in(data))) {
            assertThat(first.parts()).isNotEmpty();
            assertThatThrownBy(() -> new Cluster(ClusterOptions.in(data)))
                    .isInstanceOf(PartFailed.class)
                    .hasMessageContaining("already runs");
        }
        new Cluster(ClusterOptions.in(data)).close();
    }
}
