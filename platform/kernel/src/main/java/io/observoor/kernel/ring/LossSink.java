package io.observoor.kernel.ring;

import io.observoor.api.batch.LossStage;

/** Who is told of lost events; called on the reader thread. */
@FunctionalInterface
public interface LossSink {
  /** Stands for an event whose type nobody can tell. */
  int UNKNOWN_TYPE = -1;

  /**
   * Some events are lost.
   *
   * @param eventType their type or {@link #UNKNOWN_TYPE}
   * @param count how many
   */
  void lost(int eventType, LossStage place, long count);
}
