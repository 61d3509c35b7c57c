package io.observoor.kernel.host;

import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Sampling.Mode;
import io.observoor.api.probe.ProbeDeclaration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How event types are sampled.
 *
 * @param common what holds for a type without a rule of its own
 * @param own by event type
 */
record SamplingRules(Sampling common, Map<String, Sampling> own) {
  /** Every occurrence of every event. */
  static final SamplingRules NONE = new SamplingRules(Sampling.NONE, Map.of());

  /** What stands for every event without a rule of its own. */
  private static final String DEFAULT = "default";

  SamplingRules {
    own = Map.copyOf(own);
  }

  /**
   * Reads rules as the bundle's configuration has them.
   *
   * @param texts each {@code EVENT=MODE:RATE}, or {@code default=MODE:RATE}
   * @throws IllegalArgumentException when one is written otherwise
   */
  static SamplingRules parse(String... texts) {
    Sampling common = Sampling.NONE;
    Map<String, Sampling> own = new HashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      int colon = text.indexOf(':', equals);
      if (equals <= 0 || colon < 0) {
        throw new IllegalArgumentException(
            "sampling rule '" + text + "' is not written as EVENT=MODE:RATE");
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

  /** The rules for the event types of a probe; a type that is not in it is not sampled. */
  Map<String, Sampling> of(ProbeDeclaration probe) {
    Map<String, Sampling> rules = new HashMap<>();
    probe
        .events()
        .forEach(event -> rules.put(event.type(), own.getOrDefault(event.type(), common)));
    return rules;
  }
}
