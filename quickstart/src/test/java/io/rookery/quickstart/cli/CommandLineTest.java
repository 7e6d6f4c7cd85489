package io.rookery.quickstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.quickstart.Cluster;
import io.rookery.quickstart.ClusterOptions;
import io.rookery.quickstart.PortName;
import io.rookery.quickstart.state.ClusterStatus;
import io.rookery.quickstart.state.StatusFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine rookery =
            Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    @TempDir
    Path data;

    @Test
    void upUnderstandsItsArguments() {
        var parsed = rookery.parseArgs(
                "up", "--workers", "3", "--live", "--data", data.toString(), "--ports", "free,gateway=8180");
        ClusterOptions options = ((UpCommand) parsed.subcommand().commandSpec().userObject()).options();
        assertThat(options.workers()).isEqualTo(3);
        assertThat(options.live()).isTrue();
        assertThat(options.data()).isEqualTo(data);
        assertThat(options.ports().port(PortName.GATEWAY)).isEqualTo(8180);
        assertThat(options.ports().port(PortName.REDIS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--workers=0", "--workers=many", "--ports=radis=1", "--unheard-of"})
    void wrongArgumentsAreNamed(String argument) {
        assertThat(rookery.execute("up", "--data", data.toString(), argument)).isEqualTo(2);
        assertThat(err.toString().lines().findFirst().orElse(""))
                .startsWith("rookery: ")
                .contains(argument.split("=")[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"turn", "create", "list --file-only", "list a b"})
    void wrongArgumentsOfKeysAreNamed(String arguments) {
        assertThat(rookery.execute(("keys --data " + data + " " + arguments).split(" ")))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("rookery: ");
    }

    @Test
    void theKeysOfAClusterNeedItsStore() {
        assertThat(rookery.execute("keys", "--data", data.toString(), "rotate")).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("rookery: no cluster is up, and so its store is not: start one with ./rookery up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "list",
                "turn alice",
                "list alice 3-1",
                "restore alice",
                "restore alice latest",
                "export alice",
                "export alice file --replace",
                "import alice",
                "import alice file more"
            })
    void wrongArgumentsOfProfilesAreNamed(String arguments) {
        assertThat(rookery.execute(("profiles --data " + data + " " + arguments).split(" ")))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("rookery: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list alice", "restore alice 3-1", "export alice file", "import alice file --replace"})
    void theProfilesOfAClusterNeedItsStore(String arguments) {
        assertThat(rookery.execute(("profiles --data " + data + " " + arguments).split(" ")))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("rookery: no cluster is up, and so its store is not: start one with ./rookery up");
    }

    @Test
    void aTakenPortIsOneLineThatNamesItAndTheWayOut() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThat(rookery.execute("up", "--data", data.toString(), "--ports", "free,kafka=" + port))
                    .isEqualTo(1);
            assertThat(err.toString().lines())
                    .containsExactly(
                            "rookery: port " + port
                                    + ", wanted for kafka, is taken; choose another with --ports kafka=PORT, or any free ones with --ports free");
        }
    }

    @Test
    void aClusterThatIsUpIsNotStartedTwice() {
        try (var cluster = new Cluster(ClusterOptions.in(data))) {
            new StatusFile(data).write(ClusterStatus.of(cluster, ProcessHandle.current(), false, Map.of()));
            assertThat(rookery.execute("up", "--data", data.toString())).isZero();
            assertThat(out.toString()).startsWith("already up on " + data);
        }
    }

    @Test
    void whereNothingIsUpEachCommandSaysSo() {
        String folder = data.toString();
        assertThat(rookery.execute("down", "--data", folder)).isZero();
        assertThat(rookery.execute("status", "--data", folder)).isEqualTo(1);
        assertThat(out.toString().lines()).containsOnly("no cluster is up on " + folder);
        assertThat(rookery.execute("demo", "--data", folder)).isEqualTo(1);
        assertThat(rookery.execute("logs", "--data", folder)).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "rookery: no cluster is up: start one with ./rookery up", "rookery: no log in " + folder);
    }

    @Test
    void peopleSeeNoPasswordsInTheStatusAndScriptsDo() {
        try (var cluster = new Cluster(ClusterOptions.in(data))) {
            new StatusFile(data).write(ClusterStatus.of(cluster, ProcessHandle.current(), false, Map.of()));
            assertThat(rookery.execute("status", "--data", data.toString())).isZero();
            assertThat(out.toString())
                    .contains("127.0.0.1:" + cluster.redis().port())
                    .doesNotContain(cluster.redis().password(), cluster.s3().secretKey());
            assertThat(rookery.execute("status", "--json", "--data", data.toString()))
                    .isZero();
            assertThat(out.toString()).contains(cluster.redis().url());
        }
    }

    @Test
    void theStatusShowsWhatHadToBeStartedAgain() {
        try (var cluster = new Cluster(ClusterOptions.in(data))) {
            new StatusFile(data)
                    .write(ClusterStatus.of(cluster, ProcessHandle.current(), true, Map.of("worker-1", 2, "redis", 1)));
            assertThat(rookery.execute("status", "--data", data.toString())).isZero();
            assertThat(out.toString().lines())
                    .anySatisfy(line -> assertThat(line).startsWith("redis ").endsWith(", restarted once"))
                    .anySatisfy(line -> assertThat(line).startsWith("worker-1 ").endsWith(", restarted 2 times"))
                    .anySatisfy(line -> assertThat(line).startsWith("kafka ").doesNotContain("restarted"));
        }
    }

    @Test
    void logsPrintsTheEndOfOnePartOrOfAll() throws Exception {
        for (String part : List.of("kafka", "redis")) {
            Files.createDirectory(data.resolve(part));
            Files.writeString(data.resolve(part).resolve(part + ".log"), part + " one\n" + part + " two\n");
        }
        assertThat(rookery.execute("logs", "--data", data.toString(), "-n", "1", "redis"))
                .isZero();
        assertThat(out.toString().lines()).containsExactly("redis two");
        assertThat(rookery.execute("logs", "--data", data.toString())).isZero();
        assertThat(out.toString()).contains("kafka     | kafka one");
    }
}
