package io.observoor.agent.configuration;

import io.observoor.agent.configuration.AgentConfiguration.SamplingRule;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads sampling rules out of settings. */
final class Samplings {
  /** What a rate written as a decimal may be away from 1/N. */
  private static final double TOLERANCE = 1e-6;

  /** The smallest share that can be kept. */
  static final double SMALLEST = 1e-6;

  private Samplings() {}

  /** The rule of events without one of their own. */
  static SamplingRule common(Settings settings) {
    return new SamplingRule(
        settings.get(ConfigurationKeys.SAMPLING_MODE),
        settings.get(ConfigurationKeys.SAMPLING_RATE));
  }

  /** The rule that holds for an event. */
  static SamplingRule of(Settings settings, String event) {
    return own(settings).getOrDefault(event, common(settings));
  }

  /** The events with a rule of their own. */
  static Map<String, SamplingRule> own(Settings settings) {
    Map<String, SamplingRule> rules = new LinkedHashMap<>();
    for (String event : settings.names("sinks.aggregated.sampling.events")) {
      rules.put(
          event,
          new SamplingRule(
              settings.get(ConfigurationKeys.EVENT_SAMPLING_MODE, event),
              settings.get(ConfigurationKeys.EVENT_SAMPLING_RATE, event)));
    }
    return rules;
  }

  /** True if a rate is 1 divided by a whole number. */
  static boolean isOneOfN(double rate) {
    if (!(rate > 0 && rate <= 1)) {
      return false;
    }
    double n = Math.rint(1 / rate);
    return Math.abs(rate * n - 1) <= TOLERANCE * n;
  }
}
