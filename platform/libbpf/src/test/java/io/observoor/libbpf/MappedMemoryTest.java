package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MappedMemoryTest {

  @Test
  void sharesAnArrayWithTheKernel() {
    try (BpfMap array = BpfMap.create(MapType.ARRAY, "shared", 4, 8, 16, BpfMap.MMAPABLE);
        MappedMemory memory = MappedMemory.map(array.fd(), 0, 16 * 8, true)) {
      memory.segment().setAtIndex(JAVA_LONG, 3, 42);
      assertEquals(42, array.get(3).orElseThrow());
      array.put(4, 43);
      assertEquals(43, memory.segment().getAtIndex(JAVA_LONG, 4));
      assertEquals(128, memory.length());
    }
  }

  @Test
  void errorHasTheReason() {
    try (BpfMap array = BpfMap.create(MapType.ARRAY, "private", 4, 8, 16, 0)) {
      BpfException refusal =
          assertThrows(BpfException.class, () -> MappedMemory.map(array.fd(), 0, 128, true));
      assertEquals("EINVAL", refusal.errnoName());
      assertTrue(refusal.getMessage().contains("cannot map 128 bytes at 0"), refusal.getMessage());
    }
  }

  @Test
  void anonymousMemoryIsZeroAndClosesTwice() {
    MappedMemory memory = MappedMemory.anonymous(1 << 20);
    assertEquals(0, memory.segment().getAtIndex(JAVA_LONG, 1000));
    memory.close();
    memory.close();
  }
}
