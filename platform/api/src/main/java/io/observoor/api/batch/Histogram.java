package io.observoor.api.batch;

import java.util.List;

/**
 * The latency histogram: non-cumulative buckets whose upper bounds grow tenfold from 1 µs to 100 s,
 * and one without a bound. A value belongs to the first bucket whose bound is greater than it, as
 * in the reference agent's tables.
 */
public final class Histogram {

  /** The names of the buckets, as the output has them. */
  public static final List<String> BUCKETS =
      List.of(
          "le_1us",
          "le_10us",
          "le_100us",
          "le_1ms",
          "le_10ms",
          "le_100ms",
          "le_1s",
          "le_10s",
          "le_100s",
          "inf");

  /** How many buckets there are. */
  public static final int SIZE = 10;

  private static final long[] UPPER_BOUNDS = {
    1_000L,
    10_000L,
    100_000L,
    1_000_000L,
    10_000_000L,
    100_000_000L,
    1_000_000_000L,
    10_000_000_000L,
    100_000_000_000L,
    Long.MAX_VALUE
  };

  /** The bucket in which the values with n leading zero bits begin; one comparison then decides. */
  private static final byte[] FIRST_BUCKET = new byte[65];

  static {
    for (int zeros = 0; zeros <= 64; zeros++) {
      long smallest = zeros == 64 ? 0 : Long.MIN_VALUE >>> zeros;
      FIRST_BUCKET[zeros] = (byte) (smallest < 0 ? 0 : slowBucket(smallest));
    }
  }

  private Histogram() {}

  /**
   * The index of the bucket of a duration. Allocates nothing.
   *
   * @param nanos the duration in ns; a negative one belongs to the first bucket
   */
  public static int bucket(long nanos) {
    int bucket = FIRST_BUCKET[Long.numberOfLeadingZeros(nanos)];
    // a power of two and the next one are less than tenfold apart: at most one bound lies between
    // them
    return nanos >= UPPER_BOUNDS[bucket] && bucket < SIZE - 1 ? bucket + 1 : bucket;
  }

  private static int slowBucket(long nanos) {
    int bucket = 0;
    while (bucket < SIZE - 1 && nanos >= UPPER_BOUNDS[bucket]) {
      bucket++;
    }
    return bucket;
  }
}
