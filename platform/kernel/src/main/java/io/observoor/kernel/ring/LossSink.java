package io.observoor.kernel.ring;

import io.observoor.api.batch.LossStage;

/** Receives counts of lost events. */
@FunctionalInterface
public interface LossSink {
  /** The event type of losses whose type is not known. */
  int UNKNOWN_TYPE = -1;

  /**
   * Counts lost events.
   *
   * @param eventType their type or {@link #UNKNOWN_TYPE}
   */
  void lost(int eventType, LossStage stage, long count);
}
