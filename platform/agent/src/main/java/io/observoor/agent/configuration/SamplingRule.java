package io.observoor.agent.configuration;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How events are sampled.
 *
 * @param mode none, probability or nth
 * @param rate the share of events that is kept
 */
public record SamplingRule(String mode, double rate) {
  /** The name of the rule for events without one of their own. */
  static final String DEFAULT = "default";

  /** The smallest rate: the kernel side samples in steps of a millionth. */
  static final double SMALLEST_RATE = 1e-6;

  /** The accepted distance of a rate from 1/N. */
  private static final double TOLERANCE = 1e-6;

  /** Reads all rules, by event; the default rule is the first. */
  static Map<String, SamplingRule> all(Settings settings) {
    Map<String, SamplingRule> rules = new LinkedHashMap<>();
    rules.put(
        DEFAULT,
        new SamplingRule(
            settings.get(ConfigurationKeys.SAMPLING_MODE),
            settings.get(ConfigurationKeys.SAMPLING_RATE)));
    for (String event : settings.names("sinks.aggregated.sampling.events")) {
      rules.put(
          event,
          new SamplingRule(
              settings.get(ConfigurationKeys.EVENT_SAMPLING_MODE, event),
              settings.get(ConfigurationKeys.EVENT_SAMPLING_RATE, event)));
    }
    return rules;
  }

  /** Whether the rate is 1 divided by a whole number. */
  boolean isOneOfN() {
    if (!(rate > 0 && rate <= 1)) {
      return false;
    }
    double n = Math.rint(1 / rate);
    return Math.abs(rate * n - 1) <= TOLERANCE * n;
  }
}
