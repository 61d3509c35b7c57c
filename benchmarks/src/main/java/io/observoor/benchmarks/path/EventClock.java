package io.observoor.benchmarks.path;

import io.observoor.pipeline.window.Clocks;

/**
 * A clock that advances by a third of a microsecond per event, as at 3 million events per second:
 * on every machine, a window closes after 3 million events. One thread writes, any reads.
 */
final class EventClock implements Clocks {
  private static final long NANOS_AN_EVENT = 333;
  private static final long START = 1_000_000_000_000L;
  private static final long EPOCH = 1_700_000_000_000_000_000L;

  private long next = START;
  private volatile long published = START;

  /** Returns the next event's time. */
  long next() {
    next += NANOS_AN_EVENT;
    return next;
  }

  /** Publishes the last event's time to other threads; returns a later time. */
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
