package io.rookery.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.quickstart.QuickStart;
import io.rookery.quickstart.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway that can't start says why in one line and ends with 1. Each is a process of its own, so two of them start side by side. */
@Execution(ExecutionMode.CONCURRENT)
class StartFailureIT {
    @TempDir
    static Path directory;

    private static RealParts parts;
    private static QuickStart program;

    @BeforeAll
    static void start() throws Exception {
        parts = new RealParts(directory);
        program = GatewayProgram.quickStart();
        List<String> rehearsal = new ArrayList<>(parts.arguments());
        rehearsal.add("--rookery.media.directory=" + directory.resolve("uploads"));
        program.rehearse(rehearsal, Duration.ofMinutes(2));
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @Test
    void withAFileThatHoldsNoGoodKeyItDoesNotStart() throws Exception {
        Path shortKey = Files.writeString(directory.resolve("short"), "tooshort\n");
        assertThat(failure("--rookery.gateway.api-key-file=" + directory.resolve("nothing")))
                .contains("does not exist");
        assertThat(failure("--rookery.gateway.api-key-file=" + shortKey))
                .contains("must have at least 16 characters")
                .doesNotContain("tooshort");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(failure("--server.port=" + taken.getLocalPort()))
                    .contains("port " + taken.getLocalPort() + " is taken");
        }
    }

    @Test
    void valuesThatDoNotFitAreNamed() throws Exception {
        assertThat(failure("--server.port=http")).contains("server.port must be a port number");
        assertThat(failure("--spring.data.redis.url=nonsense")).contains("spring.data.redis.url");
        assertThat(failure("--rookery.topics.command-partitions=many"))
                .contains("rookery.topics.command-partitions", "does not fit");
    }

    @Test
    void withoutRedisOrWithAWrongPasswordItDoesNotStart() throws Exception {
        int nobody = freePort();
        assertThat(failure("--spring.data.redis.url=redis://:secret@127.0.0.1:" + nobody))
                .contains("Redis at 127.0.0.1:" + nobody)
                .doesNotContain("secret");
        assertThat(failure("--spring.data.redis.url=redis://:guess@127.0.0.1:" + parts.redis.port()))
                .contains("Redis at 127.0.0.1:" + parts.redis.port(), "WRONGPASS")
                .doesNotContain("guess");
    }

    @ParameterizedTest
    @CsvSource({"maxmemory-policy, allkeys-lru, maxmemory-policy is allkeys-lru", "cluster-enabled, yes, Redis Cluster"
    })
    void aRedisThatMayForgetOrIsMany_isRefused(String setting, String value, String reason) throws Exception {
        Path folder = Files.createTempDirectory(directory, "redis");
        try (var redis = new RedisServer(folder, 0, Map.of(setting, value))) {
            redis.start();
            assertThat(failure("--spring.data.redis.url=" + redis.url()))
                    .contains("Redis at 127.0.0.1:" + redis.port(), reason)
                    .doesNotContain(redis.password());
        }
    }

    @Test
    void aNumberOfPartitionsThatWasChanged_isRefused() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", parts.kafka.bootstrapServers()))) {
            var four = new NewTopic("changed.commands", 4, (short) 1);
            admin.createTopics(List.of(four)).all().get();
        }
        assertThat(failure("--rookery.topics.prefix=changed.", "--rookery.topics.command-partitions=5"))
                .contains("changed.commands has 4 partitions", "rookery.topics.command-partitions says 5");
    }

    @Test
    void aStoreThatIsSetUpHalf_isNamed() throws Exception {
        assertThat(failure("--rookery.store.endpoint=http://127.0.0.1:1"))
                .contains("rookery.store.master-key-file is not set");
        assertThat(failure("--rookery.store.master-key={\"a secret\":1}"))
                .contains("rookery.store.master-key can't be used")
                .doesNotContain("a secret");
        assertThat(failure("--rookery.store.master-key-file=/nonexistent/key"))
                .contains("/nonexistent/key does not exist");
    }

    @Test
    void withoutKafkaItDoesNotStart() throws Exception {
        int nobody = freePort();
        assertThat(failure(
                        "--spring.kafka.bootstrap-servers=127.0.0.1:" + nobody, "--rookery.gateway.start-timeout=1s"))
                .contains("Kafka at [127.0.0.1:" + nobody + "]");
    }

    /** Starts a gateway with everything right but this; the one line that it says. */
    private static String failure(String... wrong) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program.command());
        parts.arguments().stream()
                .filter(argument ->
                        List.of(wrong).stream().noneMatch(other -> name(other).equals(name(argument))))
                .forEach(command::add);
        command.addAll(List.of(wrong));
        Path out = Files.createTempFile(directory, "gateway", ".out");
        Path err = Files.createTempFile(directory, "gateway", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(out)).isEmpty();
        assertThat(Files.readAllLines(err)).hasSize(1).first().asString().startsWith("rookery-gateway: ");
        return Files.readString(err);
    }

    private static String name(String argument) {
        return argument.substring(0, argument.indexOf('='));
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
