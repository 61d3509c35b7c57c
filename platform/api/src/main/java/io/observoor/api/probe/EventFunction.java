package io.observoor.api.probe;

/** Computes a number from an event. */
@FunctionalInterface
public interface EventFunction {

  /**
   * Computes the number. The aggregation thread calls it for each event: it must not block,
   * allocate or keep the view.
   */
  long applyAsLong(EventView event);
}
