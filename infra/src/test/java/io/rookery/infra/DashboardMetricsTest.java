package io.rookery.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardMetricsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "rookery_sessions | rookery_sessions",
                "sum by (state) (rookery_sessions{instance=~\"$worker\", state!=\"a,b}\"}) > 0 | rookery_sessions",
                "sum(rate(a_total{x='y'}[$__rate_interval])) without (le, instance) | a_total",
                "histogram_quantile(0.99, sum by (le) (rate(a_seconds_bucket[1m]))) | a_seconds_bucket",
                "a / on (instance) group_left (version) (b > 0) | a b",
                "rate(a_sum[5m]) / ignoring(le) rate(a_count[5m] offset 1h) | a_count a_sum",
                "a and b or c unless d == bool 1e3 | a b c d",
                "sum(rate(a[1m])) or vector(0) | a",
                "max_over_time(rate(a[5m])[1h:1m]) * -Inf + 0x1F + .5 | a",
                "{__name__=\"a\", job=\"b\"} | a",
                "{\"a\", job=\"b\"} | a",
                "a # a comment that names b | a",
                "job:a:rate5m{job=\"x\"} @ end() | job:a:rate5m",
                "label_values(a{job=~\"x,y\"}, instance) | a",
                "absent(a{le=\"0.5\"}) + topk(${top}, b) + $offset | a b",
                "count(sum(a) BY (job)) | a",
            })
    void metricsOfAQuery(String query, String metrics) {
        assertThat(DashboardMetrics.metrics(query)).containsExactly(metrics.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 + 2", "vector(1)", "label_values(instance)", "time() - $__interval_ms", ""})
    void queriesWithoutMetrics(String query) {
        assertThat(DashboardMetrics.metrics(query)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{job=\"x\"", "rate(a[5m)", "sum by (le", "{__name__=\"not a name\"}"})
    void whatCannotBeReadIsNotPassedOver(String query) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DashboardMetrics.metrics(query))
                .withMessageContaining(query);
    }

    @Test
    void allQueriesOfADirectoryWithTheirPlaces(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("one.json"), """
                {"panels": [
                   {"type": "stat", "title": "P", "targets": [{"expr": "sum(a)"}, {"expr": "b + up{job='x'}"}, {"expr": ""}]},
                   {"type": "row", "title": "R", "panels": [{"type": "stat", "title": "Q", "targets": [{"expr": "a"}]}]},
                   {"type": "text", "title": "no targets"}],
                 "annotations": {"list": [{"name": "N", "expr": "c"}]},
                 "templating": {"list": [
                   {"type": "datasource", "name": "ds", "query": "prometheus"},
                   {"type": "query", "name": "v", "query": {"query": "label_values(d, job)"}}]}}
                """);
        Files.writeString(directory.resolve("notes.txt"), "no dashboard");

        var exported = DashboardMetrics.exported(directory);

        assertThat(exported).containsOnlyKeys("a", "b", "c", "d");
        assertThat(exported.get("a")).isEqualTo(Set.of("one.json: P", "one.json: Q"));
        assertThat(exported.get("d")).isEqualTo(Set.of("one.json: $v"));
    }

    @Test
    void aFileThatIsNoJsonIsNamed(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("broken.json"), "{\"panels\": [");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DashboardMetrics.exported(directory))
                .withMessageContaining("broken.json");
    }

    @Test
    void whatPrometheusMakesItselfIsKnown() {
        assertThat(DashboardMetrics.isOfPrometheus("up")).isTrue();
        assertThat(DashboardMetrics.isOfPrometheus("scrape_duration_seconds")).isTrue();
        assertThat(DashboardMetrics.isOfPrometheus("uptime")).isFalse();
    }
}
