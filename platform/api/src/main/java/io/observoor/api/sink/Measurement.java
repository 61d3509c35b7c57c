package io.observoor.api.sink;

import java.util.Map;

/**
 * A figure of a sink, for the shell and for Prometheus, which adds the prefix {@code observoor_}
 * and the label {@code sink}.
 *
 * @param name the Prometheus name without prefix and {@code _total}: {@code quarantined_rows}
 * @param help one sentence that says what is measured
 * @param kind whether it only increases
 * @param labels further labels; all measurements of one name have the same ones
 * @param value in the base unit of its name
 */
public record Measurement(
    String name, String help, Kind kind, Map<String, String> labels, double value) {

  /** How a figure changes. */
  public enum Kind {
    /** It only increases while the sink's component lives. */
    COUNTER,
    /** It increases and decreases. */
    GAUGE
  }

  /** Copies the labels. */
  public Measurement {
    labels = Map.copyOf(labels);
  }

  /** Creates a counter without labels of its own. */
  public static Measurement counter(String name, String help, double value) {
    return new Measurement(name, help, Kind.COUNTER, Map.of(), value);
  }

  /** Creates a gauge without labels of its own. */
  public static Measurement gauge(String name, String help, double value) {
    return new Measurement(name, help, Kind.GAUGE, Map.of(), value);
  }
}
