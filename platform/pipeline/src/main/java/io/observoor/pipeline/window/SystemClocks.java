package io.observoor.pipeline.window;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The clocks of the machine. */
final class SystemClocks implements Clocks {
  static final SystemClocks INSTANCE = new SystemClocks();

  private SystemClocks() {}

  /** On Linux, {@link System#nanoTime} is CLOCK_MONOTONIC as it is. */
  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }

  /**
   * {@link System#currentTimeMillis} would be too coarse: the offset of the clocks follows from it.
   */
  @Override
  public long wallNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
