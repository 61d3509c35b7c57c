package io.observoor.delivery.intake;

import io.observoor.api.batch.WindowRows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The windows that are not stored yet. Bounded in windows and in rows; a window of any size enters
 * when it is empty. A window counts from {@link #offer} to {@link #finished}, so that what the
 * spool thread holds back counts, too. Thread-safe; nothing waits but {@link #take} and {@link
 * #awaitFinished}.
 */
public final class IntakeQueue {
  private final int maximumWindows;
  private final long maximumRows;
  private final Deque<WindowRows> windows = new ArrayDeque<>();
  private boolean closed;
  private boolean ended;
  private long acceptedWindows;
  private long finishedWindows;
  private long heldRows;
  private long refusedWindows;
  private long refusedRows;

  /**
   * How the queue stands.
   *
   * @param windows that are not stored yet
   * @param rows in them
   * @param refusedWindows that were not taken
   * @param refusedRows in them
   */
  public record Depth(int windows, long rows, long refusedWindows, long refusedRows) {}

  /** An empty queue with these bounds. */
  public IntakeQueue(int maximumWindows, long maximumRows) {
    this.maximumWindows = maximumWindows;
    this.maximumRows = maximumRows;
  }

  /** Adds a window; false when there is no room, or the queue is closed. */
  public synchronized boolean offer(WindowRows window) {
    long rows = window.rowCount();
    long held = acceptedWindows - finishedWindows;
    boolean full = held >= maximumWindows || heldRows + rows > maximumRows;
    if (closed || (full && held > 0)) {
      refusedWindows++;
      refusedRows += rows;
      return false;
    }
    windows.add(window);
    acceptedWindows++;
    heldRows += rows;
    notifyAll();
    return true;
  }

  /** The next window; null when none came in time, or it is the end. */
  public synchronized WindowRows take(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    while (windows.isEmpty() && !ended) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return windows.poll();
  }

  /** A window that was taken is stored, or can never be. */
  public synchronized void finished(WindowRows window) {
    finishedWindows++;
    heldRows -= window.rowCount();
    notifyAll();
  }

  /**
   * Waits until every window that was accepted before this call is finished; false when the time
   * was over before.
   */
  public synchronized boolean awaitFinished(long nanos) throws InterruptedException {
    long target = acceptedWindows;
    long end = System.nanoTime() + nanos;
    while (finishedWindows < target) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** Takes no more windows. */
  public synchronized void close() {
    closed = true;
  }

  /** Lets the spool thread end when it has taken what is left. */
  synchronized void end() {
    closed = true;
    ended = true;
    notifyAll();
  }

  synchronized boolean isEnded() {
    return ended;
  }

  /** How it stands. */
  public synchronized Depth depth() {
    return new Depth(
        (int) (acceptedWindows - finishedWindows), heldRows, refusedWindows, refusedRows);
  }
}
