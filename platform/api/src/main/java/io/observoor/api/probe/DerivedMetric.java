package io.observoor.api.probe;

import io.observoor.api.batch.RowAppender;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import java.util.List;
import java.util.Map;

/**
 * A metric that sums, counts and histograms cannot express: CPU utilization, for one, splits a
 * slice of running time at every window's end. All methods are called by the aggregation thread, so
 * an implementation needs no locks; none may block.
 */
public interface DerivedMetric {

  /** The columns of its table. */
  TableSchema schema();

  /** The events it wants to see, of its own probe. */
  List<String> events();

  /**
   * How its events are sampled, said once before the first window: what its rows carry. Nothing is
   * scaled.
   *
   * @param byEvent the sampling of each of {@link #events()}
   */
  default void sampled(Map<String, Sampling> byEvent) {}

  /**
   * A window begins. Windows begin in order and without a gap in the kernel's time, except that a
   * long silence (256 windows without an event) is skipped; two can be open at once, because a
   * window stays open for late events a little after its end.
   *
   * @param window the window
   * @param startTimestamp its start in CLOCK_MONOTONIC ns, the clock of {@link
   *     EventView#timestamp()}
   * @param endTimestamp its end in the same clock
   */
  void open(Window window, long startTimestamp, long endTimestamp);

  /**
   * An event, in about the order of time; a later one may carry an earlier time stamp by the grace
   * of a window.
   */
  void accept(EventView event);

  /** A window ends, the oldest first: its rows go to {@code rows}. */
  void close(Window window, RowAppender rows);
}
