package io.observoor.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What two programs at one place can both have missed. */
class MissedByBothTest {
  private final MissedByBoth both = new MissedByBoth();

  @Test
  void isNothingWhereOneMissesNothing() {
    assertEquals(0, both.atMost(5, 0));
    assertEquals(0, both.atMost(7, 0));
    assertEquals(0, both.atMost(0, 0));
    assertEquals(0, both.atMost(0, 3));
  }

  @Test
  void isTheLesserOfWhatTheyMissedAtOneTime() {
    assertEquals(2, both.atMost(5, 2));
    assertEquals(3, both.atMost(0, 3), "what was left of the first");
    assertEquals(0, both.atMost(0, 1));
  }

  @Test
  void isToldOfWhenTheLookFellBetweenTheTwo() {
    assertEquals(0, both.atMost(1, 0));
    assertEquals(1, both.atMost(0, 1));
    assertEquals(0, both.atMost(0, 1));
    assertEquals(1, both.atMost(1, 0));
  }

  @Test
  void isNothingWhereTheyMissedAtDifferentTimes() {
    assertEquals(0, both.atMost(4, 0));
    assertEquals(0, both.atMost(0, 0));
    assertEquals(0, both.atMost(0, 4));
  }
}
