package io.observoor.api.probe;

/** How the values of a metric are aggregated within a window. */
public enum MetricKind {
  /**
   * Durations in ns: sum, count, minimum, maximum, and a histogram of {@link
   * io.observoor.api.batch.Histogram#BUCKETS buckets}.
   */
  LATENCY,
  /** Amounts: sum and count; the sum stays 0 if the input has no value. */
  COUNTER,
  /** Levels: sum, count, minimum and maximum. */
  GAUGE
}
