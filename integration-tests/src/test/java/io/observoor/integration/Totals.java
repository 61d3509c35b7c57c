package io.observoor.integration;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts and durations of calls by metric.
 *
 * @param metrics by name
 */
public record Totals(Map<String, Total> metrics) {
  private static final Pattern METRIC =
      Pattern.compile("\"(\\w+)\": \\{\"count\": (\\d+), \"sum\": (\\d+)}");

  /**
   * Totals of one metric.
   *
   * @param count calls or descriptors
   * @param sum their durations, ns
   */
  public record Total(long count, double sum) {
    static final Total NONE = new Total(0, 0);

    Total plus(Total other) {
      return new Total(count + other.count, sum + other.sum);
    }
  }

  /** Parses the line that the workload prints after a round. */
  public static Totals parse(String line) {
    Map<String, Total> metrics = new TreeMap<>();
    Matcher matcher = METRIC.matcher(line);
    while (matcher.find()) {
      metrics.put(
          matcher.group(1),
          new Total(Long.parseLong(matcher.group(2)), Double.parseDouble(matcher.group(3))));
    }
    return new Totals(metrics);
  }

  /** Returns the line that the workload would print. */
  public String toJson() {
    return metrics.entrySet().stream()
        .map(
            entry ->
                "\"%s\": {\"count\": %d, \"sum\": %d}"
                    .formatted(
                        entry.getKey(), entry.getValue().count(), (long) entry.getValue().sum()))
        .collect(java.util.stream.Collectors.joining(", ", "{", "}"));
  }

  public static Totals none() {
    return new Totals(Map.of());
  }

  public Totals plus(Totals other) {
    Map<String, Total> both = new TreeMap<>(metrics);
    other.metrics.forEach((name, total) -> both.merge(name, total, Total::plus));
    return new Totals(both);
  }

  public Total of(String metric) {
    return metrics.getOrDefault(metric, Total.NONE);
  }

  /** Returns the non-zero counts. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    metrics.forEach(
        (name, total) -> {
          if (total.count() > 0) {
            counts.put(name, total.count());
          }
        });
    return counts;
  }

  /** Returns the number of events, where each event counts one. */
  public long events() {
    return metrics.values().stream().mapToLong(Total::count).sum();
  }
}
