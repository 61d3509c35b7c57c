package io.observoor.pipeline;

import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.Sampling;
import io.observoor.api.probe.ProbeDeclaration;
import java.util.Map;
import java.util.Set;

/**
 * The shared ring and its aggregation. A full ring loses nothing: the reader leaves records in the
 * kernel's ring buffers, and the kernel counts those that do not fit there.
 */
public interface Pipeline {

  /** The writer for the single reader thread. Always the same object. */
  SlabWriter writer();

  /**
   * Assigns types to a probe's events and creates its metrics. The same events (names and field
   * counts, in order) of the same probe get the same types again. Any thread.
   *
   * @param declaration the probe
   * @param activeEvents the names of active events; skips derived metrics without one
   * @param sampling by event type; {@link Sampling#NONE} if absent
   * @return the registration, which reserves the names of probe, events and metrics until closed
   * @throws IllegalArgumentException if another probe uses a name or an active event is not
   *     declared
   * @throws IllegalStateException if no types are left
   */
  Registration register(
      ProbeDeclaration declaration, Set<String> activeEvents, Map<String, Sampling> sampling);

  /** The assigned types. Always the same object. */
  EventTypes eventTypes();

  /**
   * Counts lost events; the next closed window reports them in table {@code observoor_losses}. Any
   * thread.
   *
   * @param eventType the type; any other number counts as unknown
   * @param stage where the events were lost
   * @param count the number of lost events
   */
  void lost(int eventType, LossStage stage, long count);

  /**
   * Closes all windows that started before {@code untilNanos} and passes their rows to delivery;
   * cuts the current window now. Includes all records published before the call. Blocks until done,
   * at most five seconds, after which it logs a warning. Any thread except the aggregation thread.
   *
   * @param untilNanos CLOCK_MONOTONIC ns ({@link System#nanoTime()} on Linux); {@link
   *     Long#MAX_VALUE} for all windows
   */
  void flush(long untilNanos);

  /** The statistics so far. Cheap; any thread. */
  PipelineStatistics statistics();
}
