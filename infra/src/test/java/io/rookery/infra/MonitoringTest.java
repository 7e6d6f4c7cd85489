package io.rookery.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prometheus and Grafana find what the compose file starts. */
class MonitoringTest {
    private static final Compose COMPOSE = Compose.read();
    private static final Map<String, Object> PROMETHEUS = Yaml.read(Path.of("prometheus", "prometheus.yml"));
    private static final Path PROVISIONING = Path.of("grafana", "provisioning");

    @Test
    void everyProgramIsScrapedAtItsManagementPort() {
        Compose.Service gateway = COMPOSE.service("gateway");

        assertThat(targets("gateway")).containsExactly("gateway:" + gateway.variable("MANAGEMENT_SERVER_PORT"));
        assertThat(targets("worker"))
                .containsExactlyInAnyOrderElementsOf(COMPOSE.workers()
                        .map(worker -> worker.name() + ":" + worker.variable("SERVER_PORT"))
                        .toList());
        assertThat(Stream.of("gateway", "worker").map(MonitoringTest::job))
                .allSatisfy(job -> assertThat(job).containsEntry("metrics_path", "/actuator/prometheus"));
    }

    @Test
    void grafanaAsksPrometheusAndKnowsItsInterval() {
        Map<String, Object> datasource =
                first(Yaml.read(PROVISIONING.resolve(Path.of("datasources", "prometheus.yml"))), "datasources");

        assertThat(datasource)
                .containsEntry("type", "prometheus")
                .containsEntry("url", "http://prometheus:9090")
                .containsEntry("isDefault", true);
        assertThat(Yaml.at(datasource, "jsonData", "timeInterval"))
                .isEqualTo(Yaml.at(PROMETHEUS, "global", "scrape_interval"));
    }

    @Test
    void dashboardsAreReadFromWhereTheyAreMounted() {
        Map<String, Object> provider =
                first(Yaml.read(PROVISIONING.resolve(Path.of("dashboards", "rookery.yml"))), "providers");
        Compose.Service grafana = COMPOSE.service("grafana");
        Object path = Yaml.at(provider, "options", "path");

        assertThat(grafana.strings("volumes"))
                .contains(
                        "./grafana/dashboards:" + path + ":ro", "./grafana/provisioning:/etc/grafana/provisioning:ro");
        assertThat(grafana.variable("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"))
                .isEqualTo(path + "/rookery.json");
    }

    @Test
    void grafanaLetsNobodyInWithoutThePassword() {
        assertThat(COMPOSE.service("grafana").environment())
                .containsEntry("GF_AUTH_ANONYMOUS_ENABLED", "false")
                .containsEntry("GF_USERS_ALLOW_SIGN_UP", "false")
                .containsEntry("GF_SECURITY_ADMIN_PASSWORD__FILE", "/run/secrets/grafana-admin-password");
    }

    private static Map<String, Object> job(String name) {
        return Yaml.list(Yaml.at(PROMETHEUS, "scrape_configs")).stream()
                .map(Yaml::map)
                .filter(job -> name.equals(job.get("job_name")))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> targets(String job) {
        Map<String, Object> group = first(job(job), "static_configs");
        return Yaml.list(Yaml.at(group, "targets")).stream()
                .map(String::valueOf)
                .toList();
    }

    private static Map<String, Object> first(Map<String, Object> root, String list) {
        return Yaml.map(Yaml.list(Yaml.at(root, list)).getFirst());
    }
}
