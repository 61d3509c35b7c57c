package io.observoor.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.kernel.host.SkippedRuns.SkippedByBoth;
import org.junit.jupiter.api.Test;

/** The bound of the runs that two programs at one hook have both skipped. */
class SkippedByBothTest {
  private final SkippedByBoth both = new SkippedByBoth();

  @Test
  void isZeroIfOneSkipsNothing() {
    assertEquals(0, both.atMost(5, 0));
    assertEquals(0, both.atMost(7, 0));
    assertEquals(0, both.atMost(0, 0));
    assertEquals(0, both.atMost(0, 3));
  }

  @Test
  void isTheLesserNumberOfAPeriod() {
    assertEquals(2, both.atMost(5, 2));
    assertEquals(3, both.atMost(0, 3), "the rest of the first");
    assertEquals(0, both.atMost(0, 1));
  }

  @Test
  void countsOneMomentInTwoPeriods() {
    assertEquals(0, both.atMost(1, 0));
    assertEquals(1, both.atMost(0, 1));
    assertEquals(0, both.atMost(0, 1));
    assertEquals(1, both.atMost(1, 0));
  }

  @Test
  void isZeroForDifferentPeriods() {
    assertEquals(0, both.atMost(4, 0));
    assertEquals(0, both.atMost(0, 0));
    assertEquals(0, both.atMost(0, 4));
  }
}
