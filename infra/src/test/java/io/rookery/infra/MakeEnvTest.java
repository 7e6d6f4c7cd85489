package io.rookery.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that makes the secrets. */
class MakeEnvTest {
    @TempDir
    Path directory;

    @Test
    void makesSecretsForTheOwnerOnly() throws Exception {
        Path file = directory.resolve("env");

        assertThat(makeEnv(file)).isZero();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Map<String, String> variables = variables(file);
        assertThat(variables.get("ROOKERY_API_KEY")).matches("[0-9a-f]{64}");
        assertThat(variables.get("ROOKERY_REDIS_URL"))
                .isEqualTo("redis://:" + variables.get("ROOKERY_REDIS_PASSWORD") + "@redis:6379");
        assertThat(variables.get("KAFKA_CLUSTER_ID")).matches("[A-Za-z][A-Za-z0-9_-]{21}");
        assertThat(variables.get("ROOKERY_MASTER_KEY"))
                .as("in quotes, so that compose takes it as it is")
                .matches(
                        "'\\{\"primaryKeyId\":(\\d+),\"key\":\\[\\{\"keyData\":\\{.*\"value\":\"[A-Za-z0-9+/]{46}==\".*\"keyId\":\\1,.*}]}'");
        assertThat(variables.values()).doesNotHaveDuplicates().allMatch(value -> value.length() >= 20);
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void twoAreNotAlike() throws Exception {
        makeEnv(directory.resolve("one"));
        makeEnv(directory.resolve("other"));

        assertThat(variables(directory.resolve("one")).values())
                .doesNotContainAnyElementsOf(
                        variables(directory.resolve("other")).values());
    }

    @Test
    void leavesWhatIsThere() throws Exception {
        Path file = Files.writeString(directory.resolve("env"), "ROOKERY_API_KEY=mine\n");

        assertThat(makeEnv(file)).isZero();

        assertThat(file).hasContent("ROOKERY_API_KEY=mine\n");
    }

    @Test
    void theFileItMakesIsNotTracked() throws IOException {
        assertThat(Files.readAllLines(Path.of(".gitignore"))).contains(".env");
    }

    private static int makeEnv(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("./make-env", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static Map<String, String> variables(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
