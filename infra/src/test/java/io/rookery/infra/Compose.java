package io.rookery.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** docker-compose.yml. */
record Compose(Map<String, Object> root) {
    /** The module's directory is the working directory of its tests; the repository lies around it. */
    static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    static Compose read() {
        return new Compose(Yaml.read(Path.of("docker-compose.yml")));
    }

    /**
     * @param name of the service
     */
    record Service(String name, Map<String, Object> settings) {
        Object get(String... keys) {
            return Yaml.at(settings, keys);
        }

        boolean has(String key) {
            return settings.containsKey(key);
        }

        List<String> strings(String key) {
            return has(key) ? Yaml.list(get(key)).stream().map(String::valueOf).toList() : List.of();
        }

        Map<String, Object> environment() {
            return has("environment") ? Yaml.map(get("environment")) : Map.of();
        }

        String variable(String name) {
            return String.valueOf(Objects.requireNonNull(environment().get(name), name));
        }

        List<Secret> secrets() {
            if (!has("secrets")) return List.of();
            return Yaml.list(get("secrets")).stream().map(Secret::of).toList();
        }

        boolean isBuilt() {
            return has("build");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A secret in a container: the file {@code /run/secrets/<target>}. */
    record Secret(String source, String target) {
        static Secret of(Object node) {
            return node instanceof String name
                    ? new Secret(name, name)
                    : new Secret(
                            String.valueOf(Yaml.at(Yaml.map(node), "source")),
                            String.valueOf(Yaml.at(Yaml.map(node), "target")));
        }
    }

    Stream<Service> services() {
        return Yaml.map(Yaml.at(root, "services")).entrySet().stream()
                .map(entry -> new Service(entry.getKey(), Yaml.map(entry.getValue())));
    }

    Service service(String name) {
        return services()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Stream<Service> workers() {
        return services().filter(service -> service.name().startsWith("worker-"));
    }
}
