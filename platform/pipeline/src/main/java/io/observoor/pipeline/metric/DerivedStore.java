package io.observoor.pipeline.metric;

import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableContext;
import io.observoor.api.batch.Window;
import io.observoor.api.probe.DerivedMetric;
import io.observoor.pipeline.window.OpenWindow;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link DerivedMetric} and the span of its windows. An exception of the metric disables it and
 * goes no further.
 */
public final class DerivedStore {
  private static final Logger LOG = LoggerFactory.getLogger("windows");

  private final DerivedMetric metric;
  private final String name;
  private TableBuilder builder;
  private boolean opened;
  private long startNanos;
  private long endNanos;
  private boolean retired;
  private volatile boolean failed;

  /**
   * A metric without windows.
   *
   * @param samplingByEvent the sampling of each of its events
   */
  public DerivedStore(DerivedMetric metric, Map<String, Sampling> samplingByEvent) {
    this.metric = metric;
    name = metric.schema().name();
    builder = new TableBuilder(metric.schema());
    try {
      metric.sampled(samplingByEvent);
    } catch (Throwable e) { // A probe's code must not fail the registration.
      fail(e);
    }
  }

  /** Its name and its table's. */
  public String name() {
    return name;
  }

  /** Whether it is disabled because its code failed. Any thread. */
  public boolean isFailed() {
    return failed;
  }

  /** Assigns no further windows to it: its replacement gets the next one. */
  public void retire() {
    retired = true;
  }

  /** Whether it is retired and its last window has closed. */
  public boolean isDrained(long oldestNanos) {
    return retired && (failed || endNanos <= oldestNanos);
  }

  /** Opens a window. */
  public void open(Window window, long windowStart, long windowEnd) {
    if (failed || retired) {
      return;
    }
    if (!opened) {
      opened = true;
      startNanos = windowStart;
    }
    endNanos = windowEnd;
    try {
      metric.open(window, windowStart, windowEnd);
    } catch (Throwable e) { // A probe's code must not end the thread.
      fail(e);
    }
  }

  /** Passes an event to the metric, unless it lies outside the metric's windows. */
  void accept(RecordView view) {
    long timestamp = view.timestamp();
    if (failed || timestamp < startNanos || timestamp >= endNanos) {
      return;
    }
    try {
      metric.accept(view);
    } catch (Throwable e) { // As above.
      fail(e);
    }
  }

  /** Closes a window and returns its rows. */
  public Optional<Table> close(OpenWindow<?> ended, TableContext context) {
    if (failed || !opened || ended.startNanos() < startNanos || ended.startNanos() >= endNanos) {
      return Optional.empty();
    }
    try {
      metric.close(ended.window(), builder);
      return builder.rows() == 0 ? Optional.empty() : Optional.of(builder.build(context));
    } catch (Throwable e) { // As above; a row may be incomplete.
      builder = new TableBuilder(metric.schema());
      fail(e);
      return Optional.empty();
    }
  }

  private void fail(Throwable cause) {
    failed = true;
    LOG.error("disabled metric {} until its probe restarts: the probe's code failed", name, cause);
  }
}
