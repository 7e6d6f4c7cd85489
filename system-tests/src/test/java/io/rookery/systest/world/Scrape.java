package io.rookery.systest.world;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program exported to Prometheus at one moment: the sums of all series of a name, and histograms. */
public final class Scrape {
    private static final Pattern BUCKET = Pattern.compile("(.*)_bucket\\{.*\\ble=\"([^\"]*)\".*");

    private final Map<String, Double> sums = new HashMap<>();
    private final Map<String, SortedMap<Double, Double>> buckets = new HashMap<>();

    private Scrape() {}

    /** @param urls of programs, without a slash at the end */
    public static Scrape of(String... urls) {
        var scrape = new Scrape();
        for (String url : urls) {
            Api.Answer answer = new Api(url, Map.of()).get("/actuator/prometheus");
            if (answer.status() != 200) throw new IllegalStateException(url + " answers " + answer.status());
            new String(answer.body(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(scrape::add);
        }
        return scrape;
    }

    private void add(String line) {
        double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        sums.merge(line.split("[{ ]", 2)[0], value, Double::sum);
        Matcher bucket = BUCKET.matcher(line);
        if (bucket.matches()) {
            double bound =
                    bucket.group(2).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bucket.group(2));
            buckets.computeIfAbsent(bucket.group(1), name -> new TreeMap<>()).merge(bound, value, Double::sum);
        }
    }

    public Map<String, Double> sums() {
        return Map.copyOf(sums);
    }

    /** A quantile of what a histogram has counted since an earlier scrape: the upper bound of the bucket that it falls into. */
    public double quantile(String histogram, double quantile, Scrape since) {
        SortedMap<Double, Double> now = buckets.getOrDefault(histogram, new TreeMap<>());
        SortedMap<Double, Double> then = since.buckets.getOrDefault(histogram, new TreeMap<>());
        double all = now.getOrDefault(Double.POSITIVE_INFINITY, 0.0) - then.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
        if (all == 0) throw new IllegalStateException(histogram + " has counted nothing");
        return now.entrySet().stream()
                .filter(it -> it.getValue() - then.getOrDefault(it.getKey(), 0.0) >= quantile * all)
                .mapToDouble(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
