package io.observoor.pipeline.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.api.batch.Histogram;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bucket found by leading zeros equals the defined one. */
class HistogramTest {

  private static int defined(long nanos) {
    int bucket = 0;
    for (long bound = 1_000; bucket < Histogram.SIZE - 1 && nanos >= bound; bound *= 10) {
      bucket++;
    }
    return bucket;
  }

  @Test
  void aroundEveryBound() {
    long bound = 1;
    for (int power = 0; power < 19; power++) {
      for (long nanos = bound - 3; nanos <= bound + 3; nanos++) {
        assertEquals(defined(nanos), Histogram.bucket(nanos), () -> "near a power of ten");
      }
      bound *= 10;
    }
  }

  @Test
  void aroundEveryPowerOfTwo() {
    for (int power = 0; power < 63; power++) {
      for (long nanos = (1L << power) - 1; nanos <= (1L << power) + 1; nanos++) {
        assertEquals(defined(nanos), Histogram.bucket(nanos));
      }
    }
  }

  @Test
  void atTheEnds() {
    for (long nanos : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertEquals(defined(nanos), Histogram.bucket(nanos));
    }
  }

  @Test
  void atRandom() {
    Random random = new Random(5);
    for (int i = 0; i < 1_000_000; i++) {
      long nanos = random.nextLong() >>> random.nextInt(64);
      assertEquals(defined(nanos), Histogram.bucket(nanos));
    }
  }
}
