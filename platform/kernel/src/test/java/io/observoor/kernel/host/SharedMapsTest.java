package io.observoor.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SharedMapsTest {
  private static final int MIB = 1 << 20;

  @Test
  void theDefaultSizeGrowsWithTheCpusUpToALimit() {
    assertEquals(4 * MIB, SharedMaps.ringBytes(0, 1));
    assertEquals(4 * MIB, SharedMaps.ringBytes(0, 16));
    assertEquals(2 * MIB, SharedMaps.ringBytes(0, 32));
    assertEquals(MIB / 2, SharedMaps.ringBytes(0, 128));
  }

  @Test
  void aConfiguredSizeIsDividedAmongTheCpus() {
    assertEquals(32 * 1024, SharedMaps.ringBytes(64 * 1024, 2));
    assertEquals(2 * MIB, SharedMaps.ringBytes(4 * MIB, 2));
    assertEquals(MIB, SharedMaps.ringBytes(4 * MIB, 3), "a power of two that fits");
  }

  @Test
  void isAtLeastAPage() {
    assertEquals(4096, SharedMaps.ringBytes(1, 64));
  }
}
