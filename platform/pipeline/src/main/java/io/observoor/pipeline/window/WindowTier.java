package io.observoor.pipeline.window;

import io.observoor.api.batch.Window;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open windows of one interval. Each begins where the one before it ends, in both clocks, so
 * that an event belongs to exactly one; only the wall clock's jumps forward, and silences of more
 * than {@value #MOST_OPEN} windows, leave gaps. The first window begins when the tier was made and
 * not at the grid's line before it: it claims no time that nobody watched, and a restart within one
 * interval does not write the same window again. For the aggregation thread alone.
 *
 * @param <T> what is aggregated in a window
 */
public final class WindowTier<T> {

  /** Windows that can be open at once, should the reader fall far behind. */
  public static final int MOST_OPEN = 256;

  private static final Logger LOG = LoggerFactory.getLogger(WindowTier.class);

  /** What happens in a window's life, on the aggregation thread. */
  public interface Listener<T> {

    /** A window begins: what will be aggregated in it. */
    T open(Window window, long startNanos, long endNanos);

    /** The oldest window takes no more events. */
    void close(OpenWindow<T> window);
  }

  private final WindowGrid grid;
  private final ClockMapping mapping;
  private final Listener<T> listener;
  private final long graceNanos;
  private final ArrayDeque<OpenWindow<T>> open = new ArrayDeque<>();

  /** Where the next window begins, in both clocks. */
  private long nextNanos;

  private long nextMillis;

  /** A tier whose first window begins now. */
  public WindowTier(WindowGrid grid, long graceMillis, Clocks clocks, Listener<T> listener) {
    this.grid = grid;
    this.listener = listener;
    graceNanos = TimeUnit.MILLISECONDS.toNanos(graceMillis);
    mapping = new ClockMapping(clocks, grid.intervalMillis());
    begin(wallMillis(clocks.monotonicNanos()));
  }

  private void begin(long wallMillis) {
    nextMillis = wallMillis;
    nextNanos = mapping.monotonicNanos(wallMillis);
  }

  private long wallMillis(long monotonicNanos) {
    return Math.floorDiv(mapping.wallNanos(monotonicNanos), TimeUnit.MILLISECONDS.toNanos(1));
  }

  /**
   * The open window that owns a time; windows up to it are opened. Allocates only when one opens.
   *
   * @param timestamp CLOCK_MONOTONIC, ns; not in the future
   * @return null when that window has closed
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
   * Time has passed: closes the windows that ended longer than the grace before it, and opens those
   * that have begun.
   *
   * @param watermark CLOCK_MONOTONIC, ns
   */
  public void advance(long watermark) {
    openUntil(watermark);
    while (!open.isEmpty() && open.getFirst().endNanos() + graceNanos <= watermark) {
      closeOldest();
    }
  }

  /**
   * Closes every window that began before {@code untilNanos}; the one that is not over is cut at
   * {@code nowNanos}, and the next one begins there.
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

  /** The open windows, the oldest first. */
  public Iterable<OpenWindow<T>> openWindows() {
    return open;
  }

  /** Events before this time are late, CLOCK_MONOTONIC ns: where the oldest open window begins. */
  public long oldestNanos() {
    return open.isEmpty() ? nextNanos : open.getFirst().startNanos();
  }

  /** How many windows are open. */
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
    if ((timestamp - nextNanos) / interval >= MOST_OPEN) {
      mapping.update();
      long start = grid.startOf(wallMillis(timestamp));
      if (start > nextMillis) {
        LOG.info("no window for {} ms, in which nothing was read", start - nextMillis);
        begin(start);
      }
    }
    while (timestamp >= nextNanos) {
      openNext();
    }
  }

  private void openNext() {
    mapping.update();
    long wall = wallMillis(nextNanos);
    // within the window that is due, or past it because the clock was set forward
    long start = grid.endOf(nextMillis) > wall ? nextMillis : grid.startOf(wall);
    long end = grid.endOf(start);
    long slot = grid.slotOf(start);
    Window window = new Window(start, end, slot, grid.slotStart(slot));
    long endNanos = Math.max(mapping.monotonicNanos(end), nextNanos + 1);
    if (open.size() == MOST_OPEN) {
      closeOldest();
    }
    T content = listener.open(window, nextNanos, endNanos);
    open.addLast(new OpenWindow<>(content, window, nextNanos, endNanos));
    nextNanos = endNanos;
    nextMillis = end;
  }
}
