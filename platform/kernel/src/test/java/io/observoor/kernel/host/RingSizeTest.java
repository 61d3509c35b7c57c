package io.observoor.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RingSizeTest {
  private static final int MIB = 1 << 20;

  @Test
  void theDefaultGrowsWithTheCpusAndEnds() {
    assertEquals(4 * MIB, RingSize.ofEach(0, 1));
    assertEquals(4 * MIB, RingSize.ofEach(0, 16));
    assertEquals(2 * MIB, RingSize.ofEach(0, 32));
    assertEquals(MIB / 2, RingSize.ofEach(0, 128));
  }

  @Test
  void aConfiguredSizeIsWhatAllCpusGetTogether() {
    assertEquals(32 * 1024, RingSize.ofEach(64 * 1024, 2));
    assertEquals(2 * MIB, RingSize.ofEach(4 * MIB, 2));
    assertEquals(MIB, RingSize.ofEach(4 * MIB, 3), "a power of two that fits");
  }

  @Test
  void neverLessThanAPage() {
    assertEquals(4096, RingSize.ofEach(1, 64));
  }
}
