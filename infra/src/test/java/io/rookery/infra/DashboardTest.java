package io.rookery.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What holds for each dashboard, and what the dashboards must show. */
class DashboardTest {
    private static final Path DIRECTORY = Path.of("grafana", "dashboards");

    private static final Pattern METER = Pattern.compile("\"(rookery(?:\\.[a-z]+)+)\"");
    /** What Prometheus' format adds to a meter's name. */
    private static final Pattern SUFFIX = Pattern.compile("_total$|_bytes$|_seconds(_(bucket|count|sum|max))?$");

    static Stream<Path> dashboards() {
        return DashboardMetrics.dashboards(DIRECTORY).stream();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void hasAUidATitleAndPanels(Path file) {
        JsonNode dashboard = DashboardMetrics.read(file);

        assertThat(dashboard.path("uid").asString()).isNotBlank();
        assertThat(dashboard.path("title").asString()).isNotBlank();
        assertThat(panels(file)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelHasADataSourceAUnitAndQueries(Path file) {
        assertThat(panels(file)).allSatisfy(panel -> {
            String title = panel.path("title").asString();
            assertThat(title).as("title of %s", panel.path("id")).isNotBlank();
            assertThat(panel.path("datasource").path("type").asString())
                    .as(title)
                    .isEqualTo("prometheus");
            assertThat(panel.path("datasource").path("uid").asString())
                    .as(title)
                    .isEqualTo("${datasource}");
            assertThat(panel.path("fieldConfig").path("defaults").path("unit").asString(""))
                    .as(title)
                    .isNotBlank();
            assertThat(panel.path("targets").valueStream())
                    .as(title)
                    .isNotEmpty()
                    .allSatisfy(target -> {
                        String expression = target.path("expr").asString("");
                        assertThat(expression).as(title).isNotBlank();
                        assertThat(DashboardMetrics.metrics(expression))
                                .as(title)
                                .isNotEmpty();
                    });
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void idsAreUniqueAndNoPanelLiesOnAnother(Path file) {
        List<JsonNode> all =
                DashboardMetrics.read(file).path("panels").valueStream().toList();

        assertThat(all.stream().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
        for (JsonNode one : all)
            for (JsonNode other : all)
                if (one != other)
                    assertThat(overlap(one.path("gridPos"), other.path("gridPos")))
                            .as("%s on %s", one.path("title"), other.path("title"))
                            .isFalse();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void rangesFollowTheScrapeInterval(Path file) {
        assertThat(DashboardMetrics.queries(file))
                .extracting(DashboardMetrics.Query::expression)
                .filteredOn(expression -> expression.contains("["))
                .allSatisfy(expression -> assertThat(expression).contains("[$__rate_interval]"));
    }

    @Test
    void whatMustBeSeenIsShown() {
        Map<String, Set<String>> exported = DashboardMetrics.exported(DIRECTORY);

        assertThat(exported)
                .containsKeys(
                        "rookery_sessions",
                        "rookery_commands_total",
                        "rookery_command_duration_seconds_bucket",
                        "rookery_command_to_page_seconds_bucket",
                        "rookery_lease_renewals_total",
                        "rookery_lease_renewal_seconds_bucket",
                        "rookery_takeover_seconds_count",
                        "rookery_session_memory_bytes",
                        "rookery_browser_crashes_total",
                        "rookery_profile_store_seconds_sum",
                        "rookery_profile_restore_seconds_sum",
                        "rookery_event_publish_failures_total",
                        "rookery_gateway_publish_seconds_bucket",
                        "rookery_gateway_streams_cut_total",
                        "rookery_gateway_webhook_attempts_seconds_count",
                        "rookery_gateway_webhook_lag_seconds",
                        "http_server_requests_seconds_count");
        assertThat(exported.keySet()).noneMatch(DashboardMetrics::isOfPrometheus);
    }

    /** Names only; a test with running programs sees whether they are exported in that form. */
    @Test
    void ourMetricsAreMetersOfThePrograms() throws IOException {
        Set<String> meters = new TreeSet<>();
        for (String module : List.of("gateway", "session-worker")) {
            try (Stream<Path> files = Files.walk(Compose.REPOSITORY.resolve(Path.of(module, "src", "main", "java")))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    METER.matcher(Files.readString(file))
                            .results()
                            .forEach(found -> meters.add(found.group(1).replace('.', '_')));
                }
            }
        }

        assertThat(DashboardMetrics.exported(DIRECTORY).keySet())
                .filteredOn(metric -> metric.startsWith("rookery_"))
                .isNotEmpty()
                .extracting(metric -> SUFFIX.matcher(metric).replaceFirst(""))
                .allMatch(meters::contains);
    }

    private static List<JsonNode> panels(Path file) {
        return DashboardMetrics.panels(DashboardMetrics.read(file)).toList();
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return begin(one, "x") < end(other, "x", "w")
                && begin(other, "x") < end(one, "x", "w")
                && begin(one, "y") < end(other, "y", "h")
                && begin(other, "y") < end(one, "y", "h");
    }

    private static int begin(JsonNode position, String axis) {
        return position.path(axis).asInt();
    }

    private static int end(JsonNode position, String axis, String size) {
        return position.path(axis).asInt() + position.path(size).asInt();
    }
}
