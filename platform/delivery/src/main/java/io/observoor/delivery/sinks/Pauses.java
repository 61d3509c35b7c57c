package io.observoor.delivery.sinks;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/**
 * How long delivery waits for what. A test that shortens these depends on no time.
 *
 * @param idle between two calls of a sink's idle() while no batch comes
 * @param retry before the attempt that follows the given number of failures in a row, 1 or more
 * @param stop how long a sink that is taken away may flush
 * @param persist how long an acknowledgement may be in memory only
 */
public record Pauses(Duration idle, IntFunction<Duration> retry, Duration stop, Duration persist) {

  /** What the agent uses. */
  public static final Pauses DEFAULT =
      new Pauses(
          Duration.ofSeconds(1),
          failures -> backoff(failures, ThreadLocalRandom.current().nextDouble()),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));

  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 60_000;

  /**
   * One second, doubled with each failure up to a minute, and then varied by a quarter either way,
   * so that agents that lost the same server do not come back to it together.
   *
   * @param failures failures in a row, from 1 on
   * @param chance in [0, 1)
   */
  public static Duration backoff(int failures, double chance) {
    long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 16));
    return Duration.ofMillis((long) (millis * (0.75 + chance / 2)));
  }
}
