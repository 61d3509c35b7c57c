package io.observoor.kernel.host;

import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Sampling.Mode;
import io.observoor.api.probe.ProbeDeclaration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The sampling of event types.
 *
 * @param common the rule for types without their own
 * @param own the rules of single event types
 */
record SamplingRules(Sampling common, Map<String, Sampling> own) {
  /** Keeps every event. */
  static final SamplingRules NONE = new SamplingRules(Sampling.NONE, Map.of());

  /** Names the common rule. */
  private static final String DEFAULT = "default";

  SamplingRules {
    own = Map.copyOf(own);
  }

  /**
   * Parses rules.
   *
   * @param texts each {@code EVENT=MODE:RATE}, or {@code default=MODE:RATE}
   * @throws IllegalArgumentException if one has another form
   */
  static SamplingRules parse(String... texts) {
    Sampling common = Sampling.NONE;
    Map<String, Sampling> own = new HashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      int colon = text.indexOf(':', equals);
      if (equals <= 0 || colon < 0) {
        throw new IllegalArgumentException(
            "sampling rule '" + text + "' is not of the form EVENT=MODE:RATE");
      }
      String event = text.substring(0, equals);
      Sampling rule =
          new Sampling(
              Mode.valueOf(text.substring(equals + 1, colon).toUpperCase(Locale.ROOT)),
              Float.parseFloat(text.substring(colon + 1)));
      if (event.equals(DEFAULT)) {
        common = rule;
      } else {
        own.put(event, rule);
      }
    }
    return new SamplingRules(common, own);
  }

  /** Returns the rule of each event type of a probe. */
  Map<String, Sampling> of(ProbeDeclaration probe) {
    Map<String, Sampling> rules = new HashMap<>();
    probe
        .events()
        .forEach(event -> rules.put(event.type(), own.getOrDefault(event.type(), common)));
    return rules;
  }
}
