package io.observoor.kernel.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OnlineCpusTest {
  @Test
  void rangesAndSingleNumbers() {
    assertArrayEquals(new int[] {0}, OnlineCpus.parse("0"));
    assertArrayEquals(new int[] {0, 1, 2, 3, 8, 10, 11}, OnlineCpus.parse("0-3,8,10-11"));
  }

  @Test
  void thisMachineHasAtLeastOne() {
    assertTrue(OnlineCpus.read().length >= 1);
  }
}
