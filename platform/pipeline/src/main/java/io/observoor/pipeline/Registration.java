package io.observoor.pipeline;

/** A probe's registration and event types. Any thread. */
public interface Registration extends AutoCloseable {

  /** The type of the probe's event 0; event n has type {@code eventBase() + n}. */
  int eventBase();

  /**
   * Deactivates the probe. Events in flight are aggregated until their windows have closed; later
   * ones are counted as {@link io.observoor.api.batch.LossStage#LATE late}. Idempotent.
   */
  @Override
  void close();
}
