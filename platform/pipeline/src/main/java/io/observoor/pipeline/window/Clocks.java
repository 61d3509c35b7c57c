package io.observoor.pipeline.window;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The two clocks of windows; tests use their own. */
public interface Clocks {

  /** The system's clocks. On Linux, {@link System#nanoTime} reads CLOCK_MONOTONIC. */
  Clocks SYSTEM =
      new Clocks() {
        @Override
        public long monotonicNanos() {
          return System.nanoTime();
        }

        @Override
        public long wallNanos() {
          // System.currentTimeMillis is too coarse for the offset between the clocks.
          Instant now = Instant.now();
          return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }
      };

  /** CLOCK_MONOTONIC in ns, the clock of event timestamps. */
  long monotonicNanos();

  /** The wall clock in ns since 1970 UTC. */
  long wallNanos();
}
