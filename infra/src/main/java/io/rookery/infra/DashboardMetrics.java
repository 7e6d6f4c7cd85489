package io.rookery.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which metrics Grafana's dashboards name, so that a test can compare them with what the programs export. Names are as in Prometheus' text format, with their suffixes
 * ({@code _bucket}, {@code _count}, {@code _sum}, {@code _max}, {@code _total}).
 */
public final class DashboardMetrics {
    /** Made by Prometheus at a scrape; no program exports them. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS", "ALERTS_FOR_STATE");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DashboardMetrics() {}

    /**
     * The metrics that the programs must export for the dashboards of a directory, each with the files and panels that name it. Sorted; what Prometheus makes itself is left out.
     *
     * @param directory holds {@code *.json}
     * @throws IllegalArgumentException where a file is no JSON, or a query can't be read
     * @throws UncheckedIOException where a file can't be read
     */
    public static Map<String, Set<String>> exported(Path directory) {
        Map<String, Set<String>> metrics = new TreeMap<>();
        for (Path file : dashboards(directory)) {
            for (Query query : queries(file)) {
                for (String metric : metrics(query.expression())) {
                    if (isOfPrometheus(metric)) continue;
                    metrics.computeIfAbsent(metric, name -> new TreeSet<>())
                            .add(file.getFileName() + ": " + query.title());
                }
            }
        }
        return metrics;
    }

    /** The metrics that a PromQL query names, in order of the alphabet. {@code label_values(…)} of Grafana is understood too. */
    public static Set<String> metrics(String promQl) {
        return PromQl.metrics(promQl);
    }

    /** Whether Prometheus makes this metric itself, so that no program exports it. */
    public static boolean isOfPrometheus(String metric) {
        return OF_PROMETHEUS.contains(metric) || metric.startsWith("scrape_");
    }

    /**
     * A query of a dashboard.
     *
     * @param title of the panel or the variable
     */
    public record Query(String title, String expression) {}

    /** All queries of panels (those in rows too), annotations and variables of a dashboard, in the order of the file. */
    public static List<Query> queries(Path dashboard) {
        JsonNode root = read(dashboard);
        Stream<Query> panels = panels(root)
                .flatMap(panel -> panel.path("targets")
                        .valueStream()
                        .map(target -> new Query(text(panel, "title"), text(target, "expr"))));
        Stream<Query> annotations = root.path("annotations")
                .path("list")
                .valueStream()
                .map(annotation -> new Query(text(annotation, "name"), text(annotation, "expr")));
        Stream<Query> variables = root.path("templating")
                .path("list")
                .valueStream()
                .filter(variable -> text(variable, "type").equals("query"))
                .map(variable -> new Query("$" + text(variable, "name"), text(variable.path("query"), "query")));
        return Stream.of(panels, annotations, variables)
                .flatMap(queries -> queries)
                .filter(query -> !query.expression().isBlank())
                .toList();
    }

    /** The panels of a dashboard, those inside rows too, without the rows. */
    static Stream<JsonNode> panels(JsonNode dashboard) {
        return dashboard
                .path("panels")
                .valueStream()
                .flatMap(panel -> text(panel, "type").equals("row") ? panels(panel) : Stream.of(panel));
    }

    /** The dashboards of a directory, sorted. */
    static List<Path> dashboards(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(Path dashboard) {
        try {
            return JSON.readTree(Files.readString(dashboard));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(dashboard + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
