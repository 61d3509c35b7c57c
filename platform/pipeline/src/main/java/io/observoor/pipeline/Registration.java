package io.observoor.pipeline;

/** The event types of one probe. Any thread. */
public interface Registration extends AutoCloseable {

  /** The type of the probe's first event; that of its nth is {@code eventBase() + n}. */
  int eventBase();

  /**
   * The probe sends no more events. Those still on their way are aggregated until the windows that
   * they can belong to have closed; what comes later is counted as {@link
   * io.observoor.api.batch.LossStage#LATE late}. A second call does nothing.
   */
  @Override
  void close();
}
