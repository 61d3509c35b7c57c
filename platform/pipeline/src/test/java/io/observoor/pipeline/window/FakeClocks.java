package io.observoor.pipeline.window;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that a test sets. */
public final class FakeClocks implements Clocks {
  private volatile long monotonic;
  private final AtomicLong offset = new AtomicLong();

  /** Clocks at a wall time, one hour after the machine's start. */
  public FakeClocks(long wallMillis) {
    monotonic = TimeUnit.HOURS.toNanos(1);
    offset.set(TimeUnit.MILLISECONDS.toNanos(wallMillis) - monotonic);
  }

  @Override
  public long monotonicNanos() {
    return monotonic;
  }

  @Override
  public long wallNanos() {
    return monotonic + offset.get();
  }

  /** The monotonic time of a wall time, by the current offset. */
  public long at(long wallMillis) {
    return TimeUnit.MILLISECONDS.toNanos(wallMillis) - offset.get();
  }

  /** Sets both clocks to a monotonic time. */
  public void moveTo(long monotonicNanos) {
    monotonic = monotonicNanos;
  }

  /** Sets the wall clock forward or back. */
  public void step(long millis) {
    offset.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
