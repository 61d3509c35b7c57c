package io.observoor.api.sink;

import java.util.Map;

/**
 * A figure about a sink, for the shell and for Prometheus, where its name gets the prefix {@code
 * observoor_} and the label {@code sink}.
 *
 * @param name as Prometheus spells it, without prefix and without {@code _total}: {@code
 *     quarantined_rows}
 * @param help one sentence that says what is measured
 * @param kind whether it only grows
 * @param labels further labels; all measurements of one name have the same ones
 * @param value in the base unit of its name
 */
public record Measurement(
    String name, String help, Kind kind, Map<String, String> labels, double value) {

  /** How a figure behaves. */
  public enum Kind {
    /** It only grows while the sink's component lives. */
    COUNTER,
    /** It goes up and down. */
    GAUGE
  }

  /** Copies the labels. */
  public Measurement {
    labels = Map.copyOf(labels);
  }

  /** A figure that only grows, without labels of its own. */
  public static Measurement counter(String name, String help, double value) {
    return new Measurement(name, help, Kind.COUNTER, Map.of(), value);
  }

  /** A figure that goes up and down, without labels of its own. */
  public static Measurement gauge(String name, String help, double value) {
    return new Measurement(name, help, Kind.GAUGE, Map.of(), value);
  }
}
