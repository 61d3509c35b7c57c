package io.observoor.agent.health;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values of one metric at one moment, as they are put together. Not thread-safe. */
final class Metric {
  private static final String NAMESPACE = "observoor_";

  private final String name;
  private final String help;
  private final String[] labels;
  private final Map<Labels, Double> values = new LinkedHashMap<>();

  /**
   * A metric without a value.
   *
   * @param name without the namespace, and without {@code _total} where it is a counter
   * @param labels the names of its labels
   */
  Metric(String name, String help, String... labels) {
    this.name = NAMESPACE + name;
    this.help = help;
    this.labels = labels;
  }

  /** Adds to the value with these labels; what is added twice is one value. */
  Metric add(long value, String... labelValues) {
    return measured((double) value, labelValues);
  }

  /** The same of a value that need not be whole. */
  Metric measured(double value, String... labelValues) {
    values.merge(Labels.of(labels, labelValues), value, Double::sum);
    return this;
  }

  /** As a counter. */
  MetricSnapshot counter() {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    values.forEach(
        (point, value) ->
            counter.dataPoint(
                CounterDataPointSnapshot.builder().labels(point).value(value).build()));
    return counter.build();
  }

  /** As a gauge. */
  MetricSnapshot gauge() {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    values.forEach(
        (point, value) ->
            gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(point).value(value).build()));
    return gauge.build();
  }
}
