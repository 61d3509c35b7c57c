package io.observoor.pipeline.engine;

import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableContext;
import io.observoor.api.batch.Window;
import io.observoor.api.batch.WindowRows;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.Slab;
import io.observoor.pipeline.metric.DerivedStore;
import io.observoor.pipeline.metric.EventPlan;
import io.observoor.pipeline.metric.RecordView;
import io.observoor.pipeline.metric.WindowTables;
import io.observoor.pipeline.window.Clocks;
import io.observoor.pipeline.window.OpenWindow;
import io.observoor.pipeline.window.WindowTier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Walks slabs: finds each record's window and plan, and closes windows as watermarks pass. For the
 * aggregation thread alone, but for what is said to be for any thread.
 */
final class Aggregator {

  /** A time stamp further ahead of the clock than this is none. */
  private static final long MOST_AHEAD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PipelineSettings settings;
  private final Clocks clocks;
  private final EventRegistry registry;
  private final Losses losses;
  private final HandOver handOver;
  private final WindowTier<WindowTables> windows;
  private final RecordView view = new RecordView();
  private final ArrayDeque<WindowTables> spare = new ArrayDeque<>();

  /** Written here, read by any thread. */
  private final AtomicLongArray events = new AtomicLongArray(EventTypes.MAXIMUM);

  private Plans plans;

  /** The span and content of the window that the last record belonged to. */
  private long startNanos;

  private long endNanos;
  private WindowTables current;

  private final AtomicLong windowsClosed = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private volatile long openKeys;
  private volatile int openWindows;
  private volatile int waitingWindows;

  Aggregator(
      PipelineSettings settings,
      Clocks clocks,
      EventRegistry registry,
      Losses losses,
      HandOver handOver) {
    this.settings = settings;
    this.clocks = clocks;
    this.registry = registry;
    this.losses = losses;
    this.handOver = handOver;
    plans = registry.plans();
    windows = new WindowTier<>(settings.grid(), settings.graceMillis(), clocks, new Lives());
  }

  /**
   * Aggregates the records of a slab, then closes what its watermark has passed.
   *
   * @param words the records
   * @param length how many words they take
   * @param watermark the slab's watermark; 0: none
   */
  void accept(long[] words, int length, long watermark) {
    adopt();
    EventPlan[] byType = plans.byType();
    int at = 0;
    while (at + Slab.HEADER_WORDS <= length) {
      long typeWord = words[at + 2];
      int type = Slab.type(typeWord);
      int next = at + Slab.HEADER_WORDS + Slab.fieldCount(typeWord);
      EventPlan plan = type < EventTypes.MAXIMUM ? byType[type] : null;
      if (plan == null || plan.fieldCount() != Slab.fieldCount(typeWord) || next > length) {
        losses.add(type, LossStage.DECODE, 1);
        at = next;
      } else if (inWindow(words[at]) || find(words[at], type)) {
        at = run(plan, words, at, length);
      } else {
        at = next;
      }
    }
    if (watermark > 0) {
      windows.advance(watermark);
      forget();
      afterClosing();
    }
  }

  private boolean inWindow(long timestamp) {
    return timestamp >= startNanos && timestamp < endNanos;
  }

  /**
   * Adds a record and those behind it that have the same type and window: one process at work
   * mostly causes events of one type, and what is the same for all of them is then looked up once.
   *
   * @return where the last of them ends
   */
  private int run(EventPlan plan, long[] words, int from, int length) {
    long typeAndFields = words[from + 2] & Slab.TYPE_AND_FIELDS;
    int record = Slab.HEADER_WORDS + plan.fieldCount();
    int end = from + record;
    while (end + record <= length
        && (words[end + 2] & Slab.TYPE_AND_FIELDS) == typeAndFields
        && inWindow(words[end])) {
      end += record;
    }
    int type = Slab.type(typeAndFields);
    int count = (end - from) / record;
    if (plan.isRetired()) {
      losses.add(type, LossStage.LATE, count);
    } else {
      events.setOpaque(type, events.getPlain(type) + count);
      plan.apply(words, from, end, current, view);
    }
    return end;
  }

  /** Makes the window of a time the current one; false, and counted, when there is none. */
  private boolean find(long timestamp, int type) {
    if (timestamp - clocks.monotonicNanos() > MOST_AHEAD_NANOS) {
      losses.add(type, LossStage.DECODE, 1);
      return false;
    }
    OpenWindow<WindowTables> window = windows.at(timestamp);
    if (window == null) {
      forget();
      losses.add(type, LossStage.LATE, 1);
      return false;
    }
    current = window.content();
    startNanos = window.startNanos();
    endNanos = window.endNanos();
    return true;
  }

  private void forget() {
    startNanos = 0;
    endNanos = 0;
    current = null;
  }

  /** See {@link io.observoor.pipeline.Pipeline#flush}. */
  void flush(long untilNanos) {
    adopt();
    long now = clocks.monotonicNanos();
    windows.flush(untilNanos, now);
    forget();
    afterClosing();
  }

  /**
   * Takes over what the registry has published; a new derived metric learns of the open windows.
   */
  private void adopt() {
    Plans newest = registry.plans();
    if (newest == plans) {
      return;
    }
    Map<String, DerivedStore> latest = new HashMap<>();
    for (DerivedStore metric : newest.derived()) {
      DerivedStore replaced = latest.put(metric.name(), metric);
      if (replaced != null) {
        replaced.end();
      } else if (!plans.derived().contains(metric)) {
        for (OpenWindow<WindowTables> window : windows.openWindows()) {
          metric.open(window.window(), window.startNanos(), window.endNanos());
        }
      }
    }
    plans = newest;
  }

  private void afterClosing() {
    handOver.retry();
    waitingWindows = handOver.waiting();
    long keys = 0;
    for (OpenWindow<WindowTables> window : windows.openWindows()) {
      keys += window.content().size();
    }
    openKeys = keys;
    openWindows = windows.openCount();
    if (plans.settling()) {
      registry.settle(windows.oldestNanos());
    }
  }

  /** Events of a type that reached a window. Any thread. */
  long events(int type) {
    return events.getOpaque(type);
  }

  /** Closed windows. Any thread. */
  long windowsClosed() {
    return windowsClosed.get();
  }

  /** Rows of closed windows. Any thread. */
  long rows() {
    return rows.get();
  }

  /** Rows of the open windows at the last watermark. Any thread. */
  long openKeys() {
    return openKeys;
  }

  /** Open windows at the last watermark. Any thread. */
  int openWindows() {
    return openWindows;
  }

  /** Refused windows at the last watermark. Any thread. */
  int waitingWindows() {
    return waitingWindows;
  }

  /** What happens when windows begin and end. */
  private final class Lives implements WindowTier.Listener<WindowTables> {

    @Override
    public WindowTables open(Window window, long windowStart, long windowEnd) {
      for (DerivedStore metric : plans.derived()) {
        metric.open(window, windowStart, windowEnd);
      }
      WindowTables known = spare.pollLast();
      return known == null ? new WindowTables() : known;
    }

    @Override
    public void close(OpenWindow<WindowTables> window) {
      TableContext context =
          new TableContext(
              window.window(),
              TimeUnit.NANOSECONDS.toMillis(clocks.wallNanos()),
              settings.metaClientName(),
              settings.metaNetworkName());
      List<Table> tables = new ArrayList<>();
      window.content().drainTo(tables, context);
      spare.addLast(window.content());
      for (DerivedStore metric : plans.derived()) {
        metric.close(window, context).ifPresent(tables::add);
      }
      losses.report(context).ifPresent(tables::add);
      windowsClosed.incrementAndGet();
      // also without rows: snapshots of idle processes join it
      WindowRows closed = new WindowRows(context, tables);
      rows.addAndGet(closed.rowCount());
      handOver.accept(closed);
    }
  }
}
