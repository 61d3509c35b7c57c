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
 * A {@link DerivedMetric} and the span of windows that it was told of. Whatever its code throws
 * switches it off and ends there.
 */
public final class DerivedStore {
  private static final Logger LOG = LoggerFactory.getLogger(DerivedStore.class);

  private final DerivedMetric metric;
  private final String name;
  private TableBuilder builder;
  private boolean started;
  private long startNanos;
  private long endNanos;
  private boolean ending;
  private volatile boolean failed;

  /**
   * A metric that has seen no window.
   *
   * @param samplingByEvent how each of its events is sampled
   */
  public DerivedStore(DerivedMetric metric, Map<String, Sampling> samplingByEvent) {
    this.metric = metric;
    name = metric.schema().name();
    builder = new TableBuilder(metric.schema());
    try {
      metric.sampled(samplingByEvent);
    } catch (Throwable e) { // whatever a probe's code throws stays its own
      fail(e);
    }
  }

  /** Its name, which is its table's. */
  public String name() {
    return name;
  }

  /** Whether it is switched off because its code failed. Any thread. */
  public boolean isFailed() {
    return failed;
  }

  /** It gets no further windows: another one takes its place with the next. */
  public void end() {
    ending = true;
  }

  /** Whether it gets no further windows and its last one has closed. */
  public boolean isOver(long oldestNanos) {
    return ending && (failed || endNanos <= oldestNanos);
  }

  /** A window begins. */
  public void open(Window window, long windowStart, long windowEnd) {
    if (failed || ending) {
      return;
    }
    if (!started) {
      started = true;
      startNanos = windowStart;
    }
    endNanos = windowEnd;
    try {
      metric.open(window, windowStart, windowEnd);
    } catch (Throwable e) { // whatever a probe's code throws must not end the thread
      fail(e);
    }
  }

  /** An event; those outside its windows are not for it. */
  void accept(RecordView view) {
    long timestamp = view.timestamp();
    if (failed || timestamp < startNanos || timestamp >= endNanos) {
      return;
    }
    try {
      metric.accept(view);
    } catch (Throwable e) { // as above
      fail(e);
    }
  }

  /** The rows of a window that has ended. */
  public Optional<Table> close(OpenWindow<?> ended, TableContext context) {
    if (failed || !started || ended.startNanos() < startNanos || ended.startNanos() >= endNanos) {
      return Optional.empty();
    }
    try {
      metric.close(ended.window(), builder);
      return builder.rows() == 0 ? Optional.empty() : Optional.of(builder.build(context));
    } catch (Throwable e) { // as above; rows may be half appended
      builder = new TableBuilder(metric.schema());
      fail(e);
      return Optional.empty();
    }
  }

  private void fail(Throwable cause) {
    failed = true;
    LOG.error(
        "metric {} is switched off until its probe starts anew: its own code failed", name, cause);
  }
}
