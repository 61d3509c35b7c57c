package io.observoor.api.probe;

import io.observoor.api.batch.RowAppender;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import java.util.List;
import java.util.Map;

/**
 * A metric that sums, counts and histograms cannot express. CPU utilization, for one, splits a time
 * slice at the end of each window. The aggregation thread calls all methods, so an implementation
 * needs no locks; none may block.
 */
public interface DerivedMetric {

  /** The columns of its table. */
  TableSchema schema();

  /** The names of the events that it reads, all of its own probe. */
  List<String> events();

  /**
   * Receives the sampling of its events, once, before the first window; its rows carry it. Nothing
   * is scaled.
   *
   * @param byEvent the sampling of each of {@link #events()}
   */
  default void sampled(Map<String, Sampling> byEvent) {}

  /**
   * Begins a window. Windows begin in order and without a gap in the kernel's time, except after
   * 256 windows without an event, which are skipped. Two can be open at once: a window stays open
   * for late events until its grace has passed.
   *
   * @param window the window
   * @param startTimestamp its start in CLOCK_MONOTONIC ns, the clock of {@link
   *     EventView#timestamp()}
   * @param endTimestamp its end in the same clock
   */
  void open(Window window, long startTimestamp, long endTimestamp);

  /**
   * Takes an event. Events arrive almost in the order of time: a later one may carry a time stamp
   * that is earlier by up to the grace of a window.
   */
  void accept(EventView event);

  /** Ends a window, the oldest first, and appends its rows. */
  void close(Window window, RowAppender rows);
}
