package io.observoor.pipeline.engine;

import io.observoor.pipeline.metric.CompiledEvent;
import io.observoor.pipeline.metric.DerivedStore;
import java.util.List;

/**
 * The compiled declarations of all registered probes. Immutable; each change of the registry
 * publishes a new one to the aggregation thread.
 */
final class CompiledProbes {
  /** The compiled event of each type; null if the type is not assigned. Never modified. */
  final CompiledEvent[] byType;

  /** The derived metrics; a replaced one precedes its replacement. */
  final List<DerivedStore> derived;

  /** Whether a deactivated probe or a replaced metric waits for its windows to close. */
  final boolean draining;

  CompiledProbes(CompiledEvent[] byType, List<DerivedStore> derived, boolean draining) {
    this.byType = byType;
    this.derived = List.copyOf(derived);
    this.draining = draining;
  }
}
