package io.observoor.agent.health;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds the snapshot of one metric. One thread. */
final class Metric {
  private static final String NAMESPACE = "observoor_";

  private final String name;
  private final String help;
  private final String[] labels;
  private final Map<Labels, Double> values = new LinkedHashMap<>();

  /**
   * Starts without values.
   *
   * @param name without the namespace, and without the {@code _total} of a counter
   * @param labels the label names
   */
  Metric(String name, String help, String... labels) {
    this.name = NAMESPACE + name;
    this.help = help;
    this.labels = labels;
  }

  /** Adds to the value with these labels. */
  Metric add(long value, String... labelValues) {
    return measured((double) value, labelValues);
  }

  /** Adds a number with decimals. */
  Metric measured(double value, String... labelValues) {
    values.merge(Labels.of(labels, labelValues), value, Double::sum);
    return this;
  }

  /** Builds a counter. */
  MetricSnapshot counter() {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    values.forEach(
        (point, value) ->
            counter.dataPoint(
                CounterDataPointSnapshot.builder().labels(point).value(value).build()));
    return counter.build();
  }

  /** Builds a gauge. */
  MetricSnapshot gauge() {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    values.forEach(
        (point, value) ->
            gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(point).value(value).build()));
    return gauge.build();
  }
}
