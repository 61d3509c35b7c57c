package io.observoor.pipeline.window;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to add to CLOCK_MONOTONIC for wall time. The offset is read anew whenever a window opens, so
 * that it follows a clock that is disciplined by NTP, and a clock that is set forward. A clock that
 * is set back is followed only as fast as windows can be lengthened without anybody minding: wall
 * time as seen here never goes back. For the aggregation thread alone.
 */
final class ClockMapping {
  private static final Logger LOG = LoggerFactory.getLogger(ClockMapping.class);

  /** Windows are lengthened by 1/64 at most, far above the 1/2,000 of NTP's slewing. */
  private static final int SLOWEST_SHARE = 64;

  private static final int SAMPLES = 3;

  private final Clocks clocks;
  private final long slowestNanos;
  private long offset;
  private boolean behind;

  ClockMapping(Clocks clocks, long intervalMillis) {
    this.clocks = clocks;
    slowestNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis) / SLOWEST_SHARE;
    offset = sample();
  }

  /** Reads the clocks anew. */
  void update() {
    long now = sample();
    long followed = Math.max(now, offset - slowestNanos);
    if (followed > now && !behind) {
      LOG.warn(
          "the wall clock was set back by {} ms: windows follow it slowly, each longer by 1/{} at"
              + " most, so that none is written twice",
          TimeUnit.NANOSECONDS.toMillis(offset - now),
          SLOWEST_SHARE);
    }
    behind = followed > now;
    offset = followed;
  }

  /** The wall time, ns since 1970, of a time of CLOCK_MONOTONIC. */
  long wallNanos(long monotonicNanos) {
    return monotonicNanos + offset;
  }

  /** The time of CLOCK_MONOTONIC of a wall time in ms. */
  long monotonicNanos(long wallMillis) {
    return TimeUnit.MILLISECONDS.toNanos(wallMillis) - offset;
  }

  /**
   * The offset of the tightest of a few readings: one in which nothing came between the two clocks.
   */
  private long sample() {
    long best = 0;
    long tightest = Long.MAX_VALUE;
    for (int i = 0; i < SAMPLES; i++) {
      long before = clocks.monotonicNanos();
      long wall = clocks.wallNanos();
      long taken = clocks.monotonicNanos() - before;
      if (taken < tightest) {
        tightest = taken;
        best = wall - before - taken / 2;
      }
    }
    return best;
  }
}
