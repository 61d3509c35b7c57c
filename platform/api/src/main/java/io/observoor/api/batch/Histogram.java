package io.observoor.api.batch;

import java.util.List;

/**
 * The latency histogram of the reference agent's tables: non-cumulative buckets with upper bounds
 * from 1 µs to 100 s in steps of ten, and one without a bound. A value belongs to the first bucket
 * whose bound is greater than the value.
 */
public final class Histogram {

  /** The names of the buckets in the output. */
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

  /** The number of buckets. */
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

  /** The bucket of the smallest value with n leading zero bits; one comparison decides the rest. */
  private static final byte[] FIRST_BUCKET = new byte[65];

  static {
    for (int zeros = 0; zeros <= 64; zeros++) {
      long smallest = zeros == 64 ? 0 : Long.MIN_VALUE >>> zeros;
      FIRST_BUCKET[zeros] = (byte) (smallest < 0 ? 0 : slowBucket(smallest));
    }
  }

  private Histogram() {}

  /**
   * Returns the index of the bucket of a duration. Allocates nothing.
   *
   * @param nanos the duration in ns; a negative one counts in the first bucket
   */
  public static int bucket(long nanos) {
    int bucket = FIRST_BUCKET[Long.numberOfLeadingZeros(nanos)];
    // powers of two are less than tenfold apart: at most one bound lies between two of them
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
