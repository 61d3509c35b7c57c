package io.observoor.pipeline.engine;

import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableContext;
import io.observoor.api.batch.Window;
import io.observoor.api.batch.WindowRows;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.Slab;
import io.observoor.pipeline.metric.CompiledEvent;
import io.observoor.pipeline.metric.DerivedStore;
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
 * Aggregates slabs: finds the window and the compiled event of each record, and closes windows as
 * the watermark passes. For the aggregation thread alone, except where stated.
 */
final class Aggregator {

  /** Timestamps further ahead of the clock are invalid. */
  private static final long MAX_AHEAD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PipelineSettings settings;
  private final Clocks clocks;
  private final EventRegistry registry;
  private final Losses losses;
  private final WindowHandoff handoff;
  private final WindowTier<WindowTables> windows;
  private final RecordView view = new RecordView();
  private final ArrayDeque<WindowTables> spareTables = new ArrayDeque<>();

  /** Events by type; written by the aggregation thread, read by any thread. */
  private final AtomicLongArray events = new AtomicLongArray(EventTypes.MAXIMUM);

  private CompiledProbes probes;

  /** The span and the tables of the last record's window. */
  private long startNanos;

  private long endNanos;
  private WindowTables tables;

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
      WindowHandoff handoff) {
    this.settings = settings;
    this.clocks = clocks;
    this.registry = registry;
    this.losses = losses;
    this.handoff = handoff;
    probes = registry.probes();
    windows = new WindowTier<>(settings.grid(), settings.graceMillis(), clocks, new Lifecycle());
  }

  /**
   * Aggregates the records of a slab, then closes windows that its watermark has passed.
   *
   * @param words the records
   * @param length the number of used words
   * @param watermark the slab's watermark; 0 for none
   */
  void accept(long[] words, int length, long watermark) {
    update();
    CompiledEvent[] byType = probes.byType;
    int position = 0;
    while (position + Slab.HEADER_WORDS <= length) {
      long typeWord = words[position + 2];
      int type = Slab.type(typeWord);
      int next = position + Slab.HEADER_WORDS + Slab.fieldCount(typeWord);
      CompiledEvent event = type < EventTypes.MAXIMUM ? byType[type] : null;
      if (event == null || event.fieldCount() != Slab.fieldCount(typeWord) || next > length) {
        losses.add(type, LossStage.DECODE, 1);
        position = next;
      } else if (inWindow(words[position]) || selectWindow(words[position], type)) {
        position = aggregateRun(event, words, position, length);
      } else {
        position = next;
      }
    }
    if (watermark > 0) {
      windows.advance(watermark);
      deselectWindow();
      afterAdvance();
    }
  }

  private boolean inWindow(long timestamp) {
    return timestamp >= startNanos && timestamp < endNanos;
  }

  /**
   * Aggregates a run of records of the same type and window. A busy process mostly causes events of
   * one type, so that one lookup serves many records.
   *
   * @return the end of the run
   */
  private int aggregateRun(CompiledEvent event, long[] words, int start, int length) {
    long typeAndFields = words[start + 2] & Slab.TYPE_AND_FIELDS;
    int recordLength = Slab.HEADER_WORDS + event.fieldCount();
    int end = start + recordLength;
    while (end + recordLength <= length
        && (words[end + 2] & Slab.TYPE_AND_FIELDS) == typeAndFields
        && inWindow(words[end])) {
      end += recordLength;
    }
    int type = Slab.type(typeAndFields);
    int count = (end - start) / recordLength;
    if (event.isRetired()) {
      losses.add(type, LossStage.LATE, count);
    } else {
      events.setOpaque(type, events.getPlain(type) + count);
      event.apply(words, start, end, tables, view);
    }
    return end;
  }

  /** Selects the open window of a timestamp; counts a loss and returns false if there is none. */
  private boolean selectWindow(long timestamp, int type) {
    if (timestamp - clocks.monotonicNanos() > MAX_AHEAD_NANOS) {
      losses.add(type, LossStage.DECODE, 1);
      return false;
    }
    OpenWindow<WindowTables> window = windows.at(timestamp);
    if (window == null) {
      deselectWindow();
      losses.add(type, LossStage.LATE, 1);
      return false;
    }
    tables = window.content();
    startNanos = window.startNanos();
    endNanos = window.endNanos();
    return true;
  }

  private void deselectWindow() {
    startNanos = 0;
    endNanos = 0;
    tables = null;
  }

  /** See {@link io.observoor.pipeline.Pipeline#flush}. */
  void flush(long untilNanos) {
    update();
    long now = clocks.monotonicNanos();
    windows.flush(untilNanos, now);
    deselectWindow();
    afterAdvance();
  }

  /** Uses the newest compiled probes; opens the open windows for new derived metrics. */
  private void update() {
    CompiledProbes newest = registry.probes();
    if (newest == probes) {
      return;
    }
    Map<String, DerivedStore> latest = new HashMap<>();
    for (DerivedStore metric : newest.derived) {
      DerivedStore replaced = latest.put(metric.name(), metric);
      if (replaced != null) {
        replaced.retire();
      } else if (!probes.derived.contains(metric)) {
        for (OpenWindow<WindowTables> window : windows.openWindows()) {
          metric.open(window.window(), window.startNanos(), window.endNanos());
        }
      }
    }
    probes = newest;
  }

  private void afterAdvance() {
    handoff.retry();
    waitingWindows = handoff.waiting();
    long keys = 0;
    for (OpenWindow<WindowTables> window : windows.openWindows()) {
      keys += window.content().size();
    }
    openKeys = keys;
    openWindows = windows.openCount();
    if (probes.draining) {
      registry.removeDrained(windows.oldestNanos());
    }
  }

  /** The aggregated events of a type. Any thread. */
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

  /** Opens and closes windows. */
  private final class Lifecycle implements WindowTier.Listener<WindowTables> {

    @Override
    public WindowTables open(Window window, long windowStart, long windowEnd) {
      for (DerivedStore metric : probes.derived) {
        metric.open(window, windowStart, windowEnd);
      }
      WindowTables reused = spareTables.pollLast();
      return reused == null ? new WindowTables() : reused;
    }

    @Override
    public void close(OpenWindow<WindowTables> window) {
      TableContext context =
          new TableContext(
              window.window(),
              TimeUnit.NANOSECONDS.toMillis(clocks.wallNanos()),
              settings.metaClientName(),
              settings.metaNetworkName());
      List<Table> closedTables = new ArrayList<>();
      window.content().drainTo(closedTables, context);
      spareTables.addLast(window.content());
      for (DerivedStore metric : probes.derived) {
        metric.close(window, context).ifPresent(closedTables::add);
      }
      losses.report(context).ifPresent(closedTables::add);
      windowsClosed.incrementAndGet();
      // Also without rows: delivery adds the snapshots of idle processes.
      WindowRows closed = new WindowRows(context, closedTables);
      rows.addAndGet(closed.rowCount());
      handoff.accept(closed);
    }
  }
}
