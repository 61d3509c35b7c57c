package io.observoor.pipeline.window;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps CLOCK_MONOTONIC to wall time. Each new window updates the offset, so that it follows NTP and
 * a clock set forward. After a clock is set back, the mapping follows gradually by longer windows:
 * mapped wall time never goes back. For the aggregation thread alone.
 */
final class ClockMapping {
  private static final Logger LOG = LoggerFactory.getLogger("windows");

  /** Windows are lengthened by at most 1/64; NTP slews by at most 1/2,000. */
  private static final int STRETCH_DIVISOR = 64;

  private static final int SAMPLES = 3;

  private final Clocks clocks;
  private final long maxStepBackNanos;
  private long offset;
  private boolean followingBack;

  ClockMapping(Clocks clocks, long intervalMillis) {
    this.clocks = clocks;
    maxStepBackNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis) / STRETCH_DIVISOR;
    offset = sample();
  }

  /** Updates the offset from the clocks. */
  void update() {
    long now = sample();
    long limited = Math.max(now, offset - maxStepBackNanos);
    if (limited > now && !followingBack) {
      LOG.warn(
          "the wall clock was set back by {} ms: windows are up to 1/{} longer until they match it,"
              + " so that no window is written twice",
          TimeUnit.NANOSECONDS.toMillis(offset - now),
          STRETCH_DIVISOR);
    }
    followingBack = limited > now;
    offset = limited;
  }

  /** Converts CLOCK_MONOTONIC to wall time in ns since 1970. */
  long wallNanos(long monotonicNanos) {
    return monotonicNanos + offset;
  }

  /** Converts wall time in ms to CLOCK_MONOTONIC. */
  long monotonicNanos(long wallMillis) {
    return TimeUnit.MILLISECONDS.toNanos(wallMillis) - offset;
  }

  /** Reads the offset several times; returns that of the shortest reading, the most exact. */
  private long sample() {
    long best = 0;
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < SAMPLES; i++) {
      long before = clocks.monotonicNanos();
      long wall = clocks.wallNanos();
      long elapsed = clocks.monotonicNanos() - before;
      if (elapsed < shortest) {
        shortest = elapsed;
        best = wall - before - elapsed / 2;
      }
    }
    return best;
  }
}
