package io.observoor.pipeline;

import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.Sampling;
import io.observoor.api.probe.ProbeDeclaration;
import java.util.Map;
import java.util.Set;

/**
 * The shared ring and the aggregation behind it. A full ring loses nothing: the reader then leaves
 * the records in the kernel's ring buffer, and the kernel counts what does not fit there.
 */
public interface Pipeline {

  /** The entry for the reader thread, of which there is one. Always the same object. */
  SlabWriter writer();

  /**
   * Gives a probe's events their types and sets its metrics up. The same events (names and field
   * counts, in this order) under the same probe name get the same types again. Any thread.
   *
   * @param declaration the probe
   * @param activeEvents names of the events that are switched on; a derived metric that sees none
   *     of them is left out
   * @param sampling by event type; {@link Sampling#NONE} for those without one
   * @return until it is closed, the probe's name, events and metrics are taken
   * @throws IllegalArgumentException when a name is taken by another probe or an active event is
   *     not declared
   * @throws IllegalStateException when there are no types left
   */
  Registration register(
      ProbeDeclaration declaration, Set<String> activeEvents, Map<String, Sampling> sampling);

  /** The types given out so far. Always the same object. */
  EventTypes eventTypes();

  /**
   * Counts lost events; the next window to close carries them in table {@code observoor_losses}.
   * Any thread.
   *
   * @param eventType the type; any other number: unknown
   * @param place where they were lost
   * @param count how many
   */
  void lost(int eventType, LossStage place, long count);

  /**
   * Closes every window that began before {@code untilNanos} and hands its rows to the delivery;
   * the one that is running is cut short now. All that was published before the call is in it.
   * Returns when that is done or, with a warning in the log, after five seconds. Any thread but the
   * aggregation thread.
   *
   * @param untilNanos CLOCK_MONOTONIC, ns ({@link System#nanoTime()} on Linux); {@link
   *     Long#MAX_VALUE} for all windows
   */
  void flush(long untilNanos);

  /** What happened so far. Cheap; any thread. */
  PipelineStatistics statistics();
}
