package io.observoor.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Blocks a test until a condition holds. The deadline only bounds a hang. */
public final class Await {
  /** Seconds; emulated machines set a longer one. */
  public static final Duration DEADLINE =
      Duration.ofSeconds(Long.getLong("observoor.patience", 60));

  private static final long INTERVAL_NANOS = 1_000_000;

  private Await() {}

  /** Reads the state that a condition is about. */
  @FunctionalInterface
  public interface State<T, E extends Exception> {
    T read() throws E;
  }

  /** Waits at most {@link #DEADLINE}. */
  public static <T, E extends Exception> T until(
      String awaited, State<? extends T, E> state, Predicate<? super T> condition) throws E {
    return until(DEADLINE, awaited, state, condition);
  }

  /**
   * Reads a state until it meets a condition, and pauses between two reads as long as a read takes,
   * at least a millisecond.
   *
   * @param awaited names the condition in the failure, as in "the sink is active"
   * @return the state that met the condition
   * @throws AssertionError at the deadline or on interruption, with the last state
   */
  public static <T, E extends Exception> T until(
      Duration deadline,
      String awaited,
      State<? extends T, E> state,
      Predicate<? super T> condition)
      throws E {
    long start = System.nanoTime();
    while (true) {
      long before = System.nanoTime();
      T last = state.read();
      if (condition.test(last)) {
        return last;
      }
      long now = System.nanoTime();
      if (now - start > deadline.toNanos()) {
        throw new AssertionError(
            "not within %s: %s; last state: %s".formatted(deadline, awaited, last));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted before: %s; last state: %s".formatted(awaited, last));
      }
      LockSupport.parkNanos(Math.max(INTERVAL_NANOS, now - before));
    }
  }
}
