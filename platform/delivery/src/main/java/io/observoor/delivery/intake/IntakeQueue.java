package io.observoor.delivery.intake;

import io.observoor.api.batch.WindowRows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The windows that are not stored yet. Bounded in windows and in rows; an empty queue accepts a
 * window of any size. A window counts from {@link #offer} to {@link #finished}, while the spool
 * thread holds it, too. Thread-safe; only {@link #take} and {@link #awaitFinished} block.
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
   * The queue's state at one moment.
   *
   * @param windows windows that are not stored yet
   * @param rows rows in them
   * @param refusedWindows windows that were not accepted
   * @param refusedRows rows in them
   */
  public record Depth(int windows, long rows, long refusedWindows, long refusedRows) {}

  /** Creates an empty queue with these limits. */
  public IntakeQueue(int maximumWindows, long maximumRows) {
    this.maximumWindows = maximumWindows;
    this.maximumRows = maximumRows;
  }

  /** Adds a window; returns false when the queue is full or closed. */
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

  /** Waits for the next window; returns null at the timeout, and after {@link #end}. */
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

  /** Ends a window that {@link #take} returned: it is stored, or can never be. */
  public synchronized void finished(WindowRows window) {
    finishedWindows++;
    heldRows -= window.rowCount();
    notifyAll();
  }

  /**
   * Waits until every window that was accepted before this call is finished; returns false at the
   * timeout.
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

  /** Accepts no more windows. */
  public synchronized void close() {
    closed = true;
  }

  /** Accepts no more windows, and ends the spool thread when it has taken the rest. */
  synchronized void end() {
    closed = true;
    ended = true;
    notifyAll();
  }

  synchronized boolean isEnded() {
    return ended;
  }

  /** Returns the state at this moment. */
  public synchronized Depth depth() {
    return new Depth(
        (int) (acceptedWindows - finishedWindows), heldRows, refusedWindows, refusedRows);
  }
}
