package io.observoor.pipeline.engine;

import io.observoor.pipeline.metric.DerivedStore;
import io.observoor.pipeline.metric.EventPlan;
import java.util.List;

/**
 * What the aggregation thread works with until the registry publishes something newer. Immutable.
 */
final class Plans {
  private final EventPlan[] byType;
  private final List<DerivedStore> derived;
  private final boolean settling;

  /** Takes the array over: it is not changed any more. */
  Plans(EventPlan[] byType, List<DerivedStore> derived, boolean settling) {
    this.byType = byType;
    this.derived = List.copyOf(derived);
    this.settling = settling;
  }

  /** The plan of each event type; null: never given out. */
  EventPlan[] byType() {
    return byType;
  }

  /** Metrics with code of their own, a replaced one before the one that replaces it. */
  List<DerivedStore> derived() {
    return derived;
  }

  /**
   * Whether something waits for the windows of its time to close: a probe that left, a metric that
   * was replaced.
   */
  boolean settling() {
    return settling;
  }
}
