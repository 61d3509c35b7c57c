package io.observoor.pipeline.window;

import io.observoor.api.batch.Window;

/**
 * A window that accepts events, with its span in both clocks.
 *
 * @param <T> its aggregated content
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

  /** Its aggregated content. */
  public T content() {
    return content;
  }

  /** Its span in wall time. */
  public Window window() {
    return window;
  }

  /** Its start, inclusive, CLOCK_MONOTONIC ns. */
  public long startNanos() {
    return startNanos;
  }

  /** Its end, exclusive, CLOCK_MONOTONIC ns. */
  public long endNanos() {
    return endNanos;
  }

  /** Ends the window early. */
  void cut(long cutNanos, long cutMillis) {
    endNanos = cutNanos;
    window = new Window(window.startMillis(), cutMillis, window.slot(), window.slotStartMillis());
  }
}
