package io.observoor.common;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuListTest {
  @Test
  void parsesRangesAndSingleNumbers() {
    assertArrayEquals(new int[] {0}, CpuList.parse("0"));
    assertArrayEquals(new int[] {0, 1, 2, 3, 8, 10, 11}, CpuList.parse("0-3,8,10-11"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 | 1", "0-1 | 2", "0-3,5 | 5", "0,2-3,8-11 | 7", "0-127 | 128"})
  void parsesTheFormOfSys(String list, int cpus) {
    assertEquals(cpus, CpuList.parse(list + "\n").length);
  }

  @Test
  void thisMachineHasAtLeastOne() {
    assertTrue(CpuList.online().length >= 1);
  }
}
