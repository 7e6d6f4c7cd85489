package io.rookery.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.infra.Compose.Secret;
import io.rookery.infra.Compose.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that docker-compose.yml keeps. */
class ComposeTest {
    private static final Compose COMPOSE = Compose.read();
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|secret|token|credential|api_?key|_key).*");

    static Stream<Service> services() {
        return COMPOSE.services();
    }

    @Test
    void hasAllParts() {
        assertThat(services().map(Service::name))
                .containsExactlyInAnyOrder(
                        "kafka", "redis", "object-store", "gateway", "worker-1", "worker-2", "prometheus", "grafana");
    }

    @ParameterizedTest
    @MethodSource("services")
    void portsAreBoundToTheLoopbackAddress(Service service) {
        assertThat(service.strings("ports")).allSatisfy(port -> assertThat(port).matches("127\\.0\\.0\\.1:\\d+:\\d+"));
        assertThat(service.has("network_mode")).isFalse();
    }

    @Test
    void noHostPortIsTakenTwice() {
        assertThat(services()
                        .flatMap(service -> service.strings("ports").stream())
                        .map(port -> port.split(":")[1]))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrder("9092", "8080", "9090", "3000");
    }

    @ParameterizedTest
    @MethodSource("services")
    void imagesArePinned(Service service) {
        String image = service.get("image").toString();

        if (service.isBuilt()) assertThat(image).startsWith("rookery/");
        assertThat(image.replaceAll("\\$\\{\\w+:-([^}]*)}", "$1"))
                .matches("[a-z0-9./-]+:v?\\d+\\.\\d+\\.\\d+[\\w.-]*")
                .doesNotContain("minio");
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyServiceIsSupervised(Service service) {
        assertThat(service.get("init")).isEqualTo(true);
        assertThat(service.get("restart")).isEqualTo("unless-stopped");
        assertThat(service.strings("security_opt")).contains("no-new-privileges:true");
        assertThat(Yaml.list(service.get("healthcheck", "test"))).hasSizeGreaterThan(1);
        assertThat(Yaml.map(service.get("healthcheck"))).containsKeys("interval", "timeout", "retries", "start_period");
        assertThat(service.get("deploy", "resources", "limits", "memory").toString())
                .matches("\\d+[mg]");
        assertThat(service.get("deploy", "resources", "reservations", "memory").toString())
                .matches("\\d+[mg]");
        assertThat(service.has("privileged")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("services")
    void dependenciesExistAndHaveAHealthToWaitFor(Service service) {
        if (!service.has("depends_on")) return;
        Yaml.map(service.get("depends_on")).forEach((name, condition) -> {
            assertThat(COMPOSE.service(name).has("healthcheck")).as(name).isTrue();
            assertThat(Yaml.at(Yaml.map(condition), "condition")).as(name).isIn("service_healthy", "service_started");
        });
    }

    @Test
    void programsStartWhenWhatTheyNeedIsHealthy() {
        assertThat(healthyBefore(COMPOSE.service("gateway"))).contains("kafka", "redis", "object-store");
        assertThat(COMPOSE.workers())
                .allSatisfy(worker -> assertThat(healthyBefore(worker)).contains("kafka", "redis", "object-store"));
    }

    @Test
    void workersHaveTimeToHandOverAndADirectoryOfTheirOwn() {
        List<Service> workers = COMPOSE.workers().toList();

        assertThat(workers).hasSize(2).allSatisfy(worker -> {
            assertThat(worker.get("stop_grace_period")).isEqualTo("40s");
            assertThat(worker.variable("ROOKERY_WORKER_ID")).isEqualTo(worker.name());
            assertThat(worker.strings("volumes"))
                    .containsExactly(worker.name() + "-data:" + worker.variable("ROOKERY_WORKER_DATADIRECTORY"));
            assertThat(worker.strings("ports")).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("services")
    void noSecretIsInAnEnvironment(Service service) {
        assertThat(service.environment()).allSatisfy((name, value) -> {
            assertThat(String.valueOf(value)).as(name).doesNotMatch("\\w+://[^/@]*:[^/@]*@.*");
            if (!SECRET_NAME.matcher(name).matches()) return;
            assertThat(String.valueOf(value)).as(name).startsWith("/run/secrets/");
        });
    }

    @Test
    void onlyTheProgramsHaveTheMasterKey_notTheStore() {
        assertThat(services()
                        .filter(service -> service.secrets().stream()
                                .anyMatch(secret -> secret.source().equals("master-key")))
                        .map(Service::name))
                .containsExactlyInAnyOrder("gateway", "worker-1", "worker-2");
    }

    @ParameterizedTest
    @MethodSource("services")
    void secretFilesThatAreNamedAreThere(Service service) {
        Set<String> files = service.secrets().stream().map(Secret::target).collect(Collectors.toSet());

        assertThat(service.environment().values().stream()
                        .map(String::valueOf)
                        .filter(value -> value.startsWith("/run/secrets/")))
                .allSatisfy(value -> assertThat(files).contains(value.substring("/run/secrets/".length())));
    }

    @Test
    void secretsComeFromTheEnvironmentFileAndAreRequired() throws IOException {
        Map<String, Object> secrets = Yaml.map(Yaml.at(COMPOSE.root(), "secrets"));
        Set<String> variables = new TreeSet<>();
        secrets.forEach((name, secret) -> {
            assertThat(Yaml.map(secret)).as(name).containsOnlyKeys("environment");
            variables.add(Yaml.at(Yaml.map(secret), "environment").toString());
        });

        assertThat(services().flatMap(service -> service.secrets().stream()).map(Secret::source))
                .containsOnlyElementsOf(secrets.keySet());
        assertThat(Yaml.list(Yaml.at(COMPOSE.root(), "x-required")))
                .containsExactlyInAnyOrderElementsOf(variables.stream()
                        .map(variable -> "${" + variable + ":?run ./make-env first}")
                        .toList());
        assertThat(Files.readString(Path.of("make-env"))).contains(variables);
    }

    @Test
    void onlyTheVersionHasADefault() throws IOException {
        Stream<String> defaults = Pattern.compile("\\$\\{(\\w+):?[-=]")
                .matcher(Files.readString(Path.of("docker-compose.yml")))
                .results()
                .map((MatchResult found) -> found.group(1));

        assertThat(defaults).containsOnly("ROOKERY_VERSION");
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatIsMountedExists(Service service) {
        Set<String> volumes = Yaml.map(Yaml.at(COMPOSE.root(), "volumes")).keySet();

        assertThat(service.strings("volumes")).allSatisfy(volume -> {
            String source = volume.split(":")[0];
            if (!source.startsWith(".")) assertThat(volumes).contains(source);
            else {
                assertThat(Path.of(source)).exists();
                assertThat(volume).endsWith(":ro");
            }
        });
    }

    @Test
    void insideTheNetworkTheProgramsListenOnAllAddresses() {
        assertThat(COMPOSE.service("gateway").environment())
                .containsEntry("SERVER_ADDRESS", "0.0.0.0")
                .containsEntry("MANAGEMENT_SERVER_ADDRESS", "0.0.0.0");
        assertThat(COMPOSE.workers())
                .allSatisfy(
                        worker -> assertThat(worker.variable("SERVER_ADDRESS")).isEqualTo("0.0.0.0"));
    }

    /** Kafka has no passwords in its network, so who is in it counts. */
    @Test
    void whoShowsMetricsDoesNotReachWhatHoldsData() {
        assertThat(in("rookery"))
                .containsExactlyInAnyOrder("kafka", "redis", "object-store", "gateway", "worker-1", "worker-2");
        assertThat(in("metrics")).containsExactlyInAnyOrder("gateway", "worker-1", "worker-2", "prometheus");
        assertThat(in("dashboards")).containsExactlyInAnyOrder("prometheus", "grafana");
        assertThat(Yaml.map(Yaml.at(COMPOSE.root(), "networks"))).containsOnlyKeys("rookery", "metrics", "dashboards");
    }

    private static List<String> in(String network) {
        return services()
                .filter(service -> service.strings("networks").contains(network))
                .map(Service::name)
                .toList();
    }

    @Test
    void redisKeepsWhatItHas() throws IOException {
        assertThat(COMPOSE.service("redis").strings("command")).containsExactly("sh", "/usr/local/etc/redis/start");
        assertThat(Files.readString(Path.of("redis", "start")))
                .contains(
                        "appendonly yes",
                        "maxmemory-policy noeviction",
                        "requirepass $password",
                        "/run/secrets/redis-password");
    }

    @Test
    void oneBrokerHasTopicsWithOneReplica() {
        assertThat(Stream.concat(Stream.of(COMPOSE.service("gateway")), COMPOSE.workers()))
                .allSatisfy(program -> assertThat(program.environment())
                        .containsEntry("SPRING_KAFKA_BOOTSTRAPSERVERS", "kafka:19092")
                        .containsEntry("ROOKERY_TOPICS_REPLICATION", "1")
                        .containsEntry("ROOKERY_TOPICS_MININSYNCREPLICAS", "1"));
        assertThat(COMPOSE.service("kafka").variable("KAFKA_ADVERTISED_LISTENERS"))
                .contains("INTERNAL://kafka:19092", "HOST://127.0.0.1:9092");
    }

    private static Set<String> healthyBefore(Service service) {
        return Yaml.map(service.get("depends_on")).entrySet().stream()
                .filter(entry ->
                        Yaml.at(Yaml.map(entry.getValue()), "condition").equals("service_healthy"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
