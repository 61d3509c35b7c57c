package io.observoor.api.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HistogramTest {
  /** The definition: the first bucket whose bound is greater than the value. */
  private static int naive(long nanos) {
    long bound = 1_000;
    for (int bucket = 0; bucket < 9; bucket++) {
      if (nanos < bound) {
        return bucket;
      }
      bound *= 10;
    }
    return 9;
  }

  @Test
  void aroundEveryBound() {
    for (long bound = 1_000; bound <= 100_000_000_000L; bound *= 10) {
      for (long value = bound - 2; value <= bound + 2; value++) {
        assertEquals(naive(value), Histogram.bucket(value), Long.toString(value));
      }
    }
  }

  @Test
  void everyPowerOfTwoAndItsNeighbours() {
    for (int bit = 0; bit < 63; bit++) {
      for (long value = (1L << bit) - 1; value <= (1L << bit) + 1; value++) {
        assertEquals(naive(value), Histogram.bucket(value), Long.toString(value));
      }
    }
    assertEquals(9, Histogram.bucket(Long.MAX_VALUE));
    assertEquals(0, Histogram.bucket(0));
    assertEquals(0, Histogram.bucket(-1));
    assertEquals(0, Histogram.bucket(Long.MIN_VALUE));
  }

  @Test
  void randomValuesOfAllSizes() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    for (int i = 0; i < 1_000_000; i++) {
      long value = random.nextLong() >>> random.nextInt(1, 64);
      assertEquals(naive(value), Histogram.bucket(value), Long.toString(value));
    }
  }
}
