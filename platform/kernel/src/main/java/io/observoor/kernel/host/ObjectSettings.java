package io.observoor.kernel.host;

import io.observoor.api.batch.Sampling;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.kernel.ring.RecordLayout;
import io.observoor.libbpf.BpfObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;

/**
 * The variables and maps that the platform sets in a probe's object before loading it; see {@code
 * bpf/observoor/emit.bpf.h}.
 */
final class ObjectSettings {
  private static final String EVENT_BASE = "observoor_event_base";
  private static final String RULES = "observoor_rules";

  private static final int MODE_OFF = 0;
  private static final int MODE_ALL = 1;
  private static final int MODE_PROBABILITY = 2;
  private static final int MODE_NTH = 3;
  private static final int PROBABILITY_SCALE = 1_000_000;

  private final SharedMaps maps;
  private final int eventBase;
  private final byte[] rules;

  /**
   * Creates the settings of a probe.
   *
   * @param eventBase the type of its first event
   * @param activeEvents the enabled events
   * @param sampling by event type; a missing type is not sampled
   */
  ObjectSettings(
      SharedMaps maps,
      ProbeDeclaration probe,
      int eventBase,
      Set<String> activeEvents,
      Map<String, Sampling> sampling) {
    this.maps = maps;
    this.eventBase = eventBase;
    ByteBuffer encoded =
        ByteBuffer.allocate(ProbeDeclaration.MAXIMUM_EVENTS * RecordLayout.RULE_BYTES)
            .order(ByteOrder.nativeOrder());
    for (EventDeclaration event : probe.events()) {
      Sampling rule = sampling.getOrDefault(event.type(), Sampling.NONE);
      encoded.putInt(activeEvents.contains(event.name()) ? mode(rule) : MODE_OFF);
      encoded.putInt(parameter(rule));
    }
    rules = encoded.array();
  }

  private static int mode(Sampling rule) {
    return switch (rule.mode()) {
      case NONE -> MODE_ALL;
      case PROBABILITY -> MODE_PROBABILITY;
      case NTH -> MODE_NTH;
    };
  }

  private static int parameter(Sampling rule) {
    return switch (rule.mode()) {
      case NONE -> 0;
      case PROBABILITY -> Math.round(rule.rate() * PROBABILITY_SCALE);
      case NTH -> Math.round(1 / rule.rate());
    };
  }

  /** The CPUs to attach per-CPU programs to. */
  int[] cpus() {
    return maps.cpus();
  }

  /** Sets up an opened object. It lacks the variables that its programs do not use. */
  void apply(BpfObject object) {
    if (object.hasVariable(EVENT_BASE)) {
      object.setU16(EVENT_BASE, eventBase);
    }
    if (object.hasVariable(RULES)) {
      object.setBytes(RULES, 0, rules);
    }
    maps.shareWith(object);
  }
}
