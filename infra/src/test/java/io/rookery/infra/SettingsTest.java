package io.rookery.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.infra.Compose.Secret;
import io.rookery.infra.Compose.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each setting that docker-compose.yml makes is one that the program has: a misspelt one would be passed over in silence. */
class SettingsTest {
    private static final Compose COMPOSE = Compose.read();
    private static final Pattern PROPERTIES = Pattern.compile(
            "@ConfigurationProperties\\(\"(?<prefix>[\\w.-]+)\"\\)\\s*public record \\w+\\((?<components>.*?)\\)\\s*\\{",
            Pattern.DOTALL);
    private static final Pattern COMPONENT = Pattern.compile("(\\w+)\\s*(?:,|$)");

    /** Spring Boot's own that are used here. */
    private static final Set<String> OF_BOOT = Set.of(
            "server.address",
            "server.port",
            "management.server.address",
            "management.server.port",
            "spring.config.import",
            "spring.kafka.bootstrap-servers",
            "spring.data.redis.url");

    private static final Map<String, String> SOURCES =
            Map.of("gateway", "gateway", "worker-1", "session-worker", "worker-2", "session-worker");

    /** Has the settings that are everybody's. */
    private static final String SHARED = "startup";

    static Stream<Service> programs() {
        return COMPOSE.services().filter(service -> SOURCES.containsKey(service.name()));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void variablesAreProperties(Service program) throws IOException {
        Set<String> known = new TreeSet<>();
        for (String property : properties(program)) known.add(variable(property));

        assertThat(program.environment().keySet()).isNotEmpty().isSubsetOf(known);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void secretsAreProperties(Service program) throws IOException {
        Set<String> known = properties(program);

        assertThat(program.variable("SPRING_CONFIG_IMPORT")).isEqualTo("configtree:/run/secrets/");
        assertThat(program.secrets().stream().map(Secret::target).filter(target -> !target.equals("api-key")))
                .isNotEmpty()
                .allMatch(known::contains);
    }

    @Test
    void whatAProgramCannotDoWithoutIsSet() {
        assertThat(COMPOSE.service("gateway").variable("ROOKERY_GATEWAY_APIKEYFILE"))
                .isEqualTo("/run/secrets/api-key");
        assertThat(COMPOSE.workers())
                .allSatisfy(worker -> assertThat(worker.environment()).containsKey("ROOKERY_WORKER_DATADIRECTORY"));
        assertThat(programs()).hasSize(3).allSatisfy(program -> {
            assertThat(program.environment()).containsKeys("ROOKERY_STORE_ENDPOINT", "ROOKERY_STORE_BUCKET");
            assertThat(program.secrets().stream().map(Secret::target))
                    .contains(
                            "rookery.store.access-key",
                            "rookery.store.secret-key",
                            "rookery.store.master-key",
                            "spring.data.redis.url");
        });
    }

    @Test
    void theSourcesAreReadAsMeant() throws IOException {
        assertThat(properties(COMPOSE.service("gateway")))
                .contains(
                        "rookery.gateway.api-key-file",
                        "rookery.topics.min-insync-replicas",
                        "rookery.media.max-bytes");
        assertThat(properties(COMPOSE.service("worker-1")))
                .contains("rookery.worker.data-directory", "rookery.store.path-style", "rookery.browser.allowed-hosts");
        assertThat(variable("rookery.topics.min-insync-replicas")).isEqualTo("ROOKERY_TOPICS_MININSYNCREPLICAS");
    }

    /** The program's own properties, as its records say, and those of Boot. */
    private static Set<String> properties(Service program) throws IOException {
        Set<String> names = new TreeSet<>(OF_BOOT);
        Map<String, List<String>> records = records(Objects.requireNonNull(SOURCES.get(program.name())));
        assertThat(records).isNotEmpty();
        records.putAll(records(SHARED));
        records.forEach(
                (prefix, components) -> components.forEach(component -> names.add(prefix + "." + kebab(component))));
        return names;
    }

    private static Map<String, List<String>> records(String module) throws IOException {
        Map<String, List<String>> records = new HashMap<>();
        Path sources = Compose.REPOSITORY.resolve(Path.of(module, "src", "main", "java"));
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Properties.java"))
                    .toList()) {
                Matcher found = PROPERTIES.matcher(Files.readString(file));
                if (!found.find()) continue;
                String components = found.group("components").replaceAll("@\\w+(\\((\\{[^}]*}|[^)]*)\\))?", "");
                records.put(
                        found.group("prefix"),
                        COMPONENT
                                .matcher(components.strip())
                                .results()
                                .map(component -> component.group(1))
                                .toList());
            }
        }
        return records;
    }

    private static String kebab(String component) {
        return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** Boot's rule: dots become underscores, dashes go. */
    private static String variable(String property) {
        return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
