package io.observoor.pipeline.window;

import io.observoor.api.batch.Window;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open windows of one interval. Each starts at the end of the previous one, in both clocks, so
 * that an event belongs to exactly one. Only a wall clock set forward, and more than {@value
 * #MAX_OPEN} windows without records, leave gaps. The first window starts when the tier is created,
 * not at the grid's boundary: it covers no unobserved time, and a restart within an interval does
 * not write a window twice. For the aggregation thread alone.
 *
 * @param <T> the aggregated content of a window
 */
public final class WindowTier<T> {

  /** The maximum number of open windows, reached if the reader falls far behind. */
  public static final int MAX_OPEN = 256;

  private static final Logger LOG = LoggerFactory.getLogger("windows");

  /** Opens and closes windows, on the aggregation thread. */
  public interface Listener<T> {

    /** Creates the content of a new window. */
    T open(Window window, long startNanos, long endNanos);

    /** Closes the oldest window. */
    void close(OpenWindow<T> window);
  }

  private final WindowGrid grid;
  private final ClockMapping mapping;
  private final Listener<T> listener;
  private final long graceNanos;
  private final ArrayDeque<OpenWindow<T>> open = new ArrayDeque<>();

  /** The start of the next window, in both clocks. */
  private long nextNanos;

  private long nextMillis;

  /** Creates a tier whose first window starts now. */
  public WindowTier(WindowGrid grid, long graceMillis, Clocks clocks, Listener<T> listener) {
    this.grid = grid;
    this.listener = listener;
    graceNanos = TimeUnit.MILLISECONDS.toNanos(graceMillis);
    mapping = new ClockMapping(clocks, grid.intervalMillis());
    startNextAt(wallMillis(clocks.monotonicNanos()));
  }

  private void startNextAt(long wallMillis) {
    nextMillis = wallMillis;
    nextNanos = mapping.monotonicNanos(wallMillis);
  }

  private long wallMillis(long monotonicNanos) {
    return Math.floorDiv(mapping.wallNanos(monotonicNanos), TimeUnit.MILLISECONDS.toNanos(1));
  }

  /**
   * Returns the open window of a time; opens windows up to it, and only then allocates.
   *
   * @param timestamp CLOCK_MONOTONIC ns, not in the future
   * @return null if that window has closed
   */
  public OpenWindow<T> at(long timestamp) {
    openUntil(timestamp);
    for (Iterator<OpenWindow<T>> newest = open.descendingIterator(); newest.hasNext(); ) {
      OpenWindow<T> window = newest.next();
      if (timestamp >= window.startNanos()) {
        return timestamp < window.endNanos() ? window : null;
      }
    }
    return null;
  }

  /**
   * Opens windows up to the watermark, and closes those whose end and grace it has passed.
   *
   * @param watermark CLOCK_MONOTONIC ns
   */
  public void advance(long watermark) {
    openUntil(watermark);
    while (!open.isEmpty() && open.getFirst().endNanos() + graceNanos <= watermark) {
      closeOldest();
    }
  }

  /**
   * Closes all windows that started before {@code untilNanos}; cuts the current one at {@code
   * nowNanos}, where the next one starts.
   */
  public void flush(long untilNanos, long nowNanos) {
    while (!open.isEmpty() && open.getFirst().startNanos() < untilNanos) {
      OpenWindow<T> oldest = open.getFirst();
      if (oldest.endNanos() > nowNanos && open.size() == 1) {
        long cut = Math.max(nowNanos, oldest.startNanos() + 1);
        long start = oldest.window().startMillis();
        long cutMillis = Math.clamp(wallMillis(cut), start + 1, oldest.window().endMillis());
        oldest.cut(cut, cutMillis);
        nextNanos = cut;
        nextMillis = cutMillis;
      }
      closeOldest();
    }
  }

  /** The open windows, oldest first. */
  public Iterable<OpenWindow<T>> openWindows() {
    return open;
  }

  /** The start of the oldest open window, CLOCK_MONOTONIC ns; earlier events are late. */
  public long oldestNanos() {
    return open.isEmpty() ? nextNanos : open.getFirst().startNanos();
  }

  /** The number of open windows. */
  public int openCount() {
    return open.size();
  }

  private void closeOldest() {
    listener.close(open.removeFirst());
  }

  private void openUntil(long timestamp) {
    if (timestamp < nextNanos) {
      return;
    }
    long interval = TimeUnit.MILLISECONDS.toNanos(grid.intervalMillis());
    if ((timestamp - nextNanos) / interval >= MAX_OPEN) {
      mapping.update();
      long start = grid.startOf(wallMillis(timestamp));
      if (start > nextMillis) {
        LOG.info("skipped {} ms without windows, in which no event was read", start - nextMillis);
        startNextAt(start);
      }
    }
    while (timestamp >= nextNanos) {
      openNext();
    }
  }

  private void openNext() {
    mapping.update();
    long wall = wallMillis(nextNanos);
    // Within the next window, or after it if the clock was set forward.
    long start = grid.endOf(nextMillis) > wall ? nextMillis : grid.startOf(wall);
    long end = grid.endOf(start);
    long slot = grid.slotOf(start);
    Window window = new Window(start, end, slot, grid.slotStart(slot));
    long endNanos = Math.max(mapping.monotonicNanos(end), nextNanos + 1);
    if (open.size() == MAX_OPEN) {
      closeOldest();
    }
    T content = listener.open(window, nextNanos, endNanos);
    open.addLast(new OpenWindow<>(content, window, nextNanos, endNanos));
    nextNanos = endNanos;
    nextMillis = end;
  }
}
