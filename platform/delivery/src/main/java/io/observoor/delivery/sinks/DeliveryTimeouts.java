package io.observoor.delivery.sinks;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/**
 * The waiting times of delivery. Tests shorten them to be independent of time.
 *
 * @param idle between two calls of {@code Sink.idle} while there is no batch
 * @param retry before the attempt that follows this number of failures in a row, from 1 on
 * @param stop for the flush of a sink that is removed, and at shutdown
 * @param persist the longest time that an acknowledgement is in memory only
 */
public record DeliveryTimeouts(
    Duration idle, IntFunction<Duration> retry, Duration stop, Duration persist) {

  /** The times that the agent uses. */
  public static final DeliveryTimeouts DEFAULT =
      new DeliveryTimeouts(
          Duration.ofSeconds(1),
          failures -> backoff(failures, ThreadLocalRandom.current().nextDouble()),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));

  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 60_000;

  /**
   * Returns one second, doubled with each failure up to a minute, with a jitter of a quarter, so
   * that agents that lost the same server do not return to it together.
   *
   * @param failures failures in a row, from 1 on
   * @param chance a random number in [0, 1)
   */
  public static Duration backoff(int failures, double chance) {
    long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 16));
    return Duration.ofMillis((long) (millis * (0.75 + chance / 2)));
  }
}
