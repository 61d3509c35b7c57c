package io.observoor.agent.health;

import io.observoor.api.sink.Measurement;
import io.observoor.delivery.SinkStatistics;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Converts the measurements of sinks to metrics with a label for the sink. */
final class SinkMetrics {
  /** The reference's name; counted here for sinks that do not measure it. */
  private static final String ERRORS = "export_batch_errors";

  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private final Map<String, Measurement.Kind> kinds = new LinkedHashMap<>();

  private SinkMetrics() {}

  /** Adds the metrics of all sinks to {@code all}. */
  static void collect(MetricSnapshots.Builder all, List<SinkStatistics> sinks) {
    SinkMetrics collected = new SinkMetrics();
    for (SinkStatistics sink : sinks) {
      sink.measurements().forEach(measurement -> collected.add(sink.name(), measurement));
      if (sink.measurements().stream().noneMatch(it -> it.name().equals(ERRORS))) {
        collected.add(
            sink.name(),
            new Measurement(
                ERRORS,
                "Failed calls to the sink.",
                Measurement.Kind.COUNTER,
                Map.of("error_type", "write"),
                (double) sink.failures()));
      }
    }
    collected.metrics.forEach(
        (name, metric) ->
            all.metricSnapshot(
                collected.kinds.get(name) == Measurement.Kind.COUNTER
                    ? metric.counter()
                    : metric.gauge()));
  }

  private void add(String sink, Measurement measurement) {
    Map<String, String> labels = new TreeMap<>(measurement.labels());
    List<String> names = new ArrayList<>(List.of("sink"));
    names.addAll(labels.keySet());
    List<String> values = new ArrayList<>(List.of(sink));
    values.addAll(labels.values());
    metrics
        .computeIfAbsent(
            measurement.name(),
            name -> new Metric(name, measurement.help(), names.toArray(String[]::new)))
        .measured(measurement.value(), values.toArray(String[]::new));
    kinds.putIfAbsent(measurement.name(), measurement.kind());
  }
}
