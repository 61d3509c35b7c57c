package io.observoor.pipeline.window;

import io.observoor.api.batch.Window;

/**
 * A window that still takes events: its span in both clocks, and what has been aggregated in it.
 *
 * @param <T> what is aggregated in it
 */
public final class OpenWindow<T> {
  private final T content;
  private final long startNanos;
  private long endNanos;
  private Window window;

  OpenWindow(T content, Window window, long startNanos, long endNanos) {
    this.content = content;
    this.window = window;
    this.startNanos = startNanos;
    this.endNanos = endNanos;
  }

  /** What has been aggregated in it. */
  public T content() {
    return content;
  }

  /** Its span in wall time. */
  public Window window() {
    return window;
  }

  /** Its first ns, CLOCK_MONOTONIC. */
  public long startNanos() {
    return startNanos;
  }

  /** The first ns after it, CLOCK_MONOTONIC. */
  public long endNanos() {
    return endNanos;
  }

  /** Ends it earlier than it was going to. */
  void cut(long cutNanos, long cutMillis) {
    endNanos = cutNanos;
    window = new Window(window.startMillis(), cutMillis, window.slot(), window.slotStartMillis());
  }
}
