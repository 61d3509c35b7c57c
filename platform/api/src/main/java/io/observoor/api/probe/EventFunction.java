package io.observoor.api.probe;

/** A number that follows from an event. */
@FunctionalInterface
public interface EventFunction {

  /**
   * Computes the number. Called by the aggregation thread once an event: it must not block,
   * allocate or keep the view.
   */
  long applyAsLong(EventView event);
}
