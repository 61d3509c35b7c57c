package io.observoor.benchmarks.path;

import io.observoor.pipeline.window.Clocks;

/**
 * A clock that events move on: each is a third of a microsecond after the one before it, as at 3
 * million events a second. So a window closes after every 3 million events, whatever the machine.
 * One thread writes, any reads.
 */
final class EventClock implements Clocks {
  private static final long NANOS_AN_EVENT = 333;
  private static final long START = 1_000_000_000_000L;
  private static final long EPOCH = 1_700_000_000_000_000_000L;

  private long next = START;
  private volatile long published = START;

  /** The time of the next event. */
  long next() {
    next += NANOS_AN_EVENT;
    return next;
  }

  /** Shows the time of the last event to other threads, and returns a time after it. */
  long publish() {
    published = next + 1;
    return published;
  }

  @Override
  public long monotonicNanos() {
    return published;
  }

  @Override
  public long wallNanos() {
    return EPOCH + published - START;
  }
}
