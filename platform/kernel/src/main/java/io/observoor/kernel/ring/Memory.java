package io.observoor.kernel.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Native memory by address. A static segment over the whole address space and static handles are
 * constants for the JIT: half the time of a segment in a field. Checks nothing: the caller keeps
 * the address mapped.
 */
final class Memory {
  private static final MemorySegment EVERYTHING = everything();
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  /** Unaligned handle: skips the alignment check of {@link #LONG}. */
  private static final VarHandle LONG_UNALIGNED = ValueLayout.JAVA_LONG_UNALIGNED.varHandle();

  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private Memory() {}

  @SuppressWarnings("restricted")
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  static long getLong(long address) {
    return (long) LONG_UNALIGNED.get(EVERYTHING, address);
  }

  static long getLongOpaque(long address) {
    return (long) LONG.getOpaque(EVERYTHING, address);
  }

  static long getLongAcquire(long address) {
    return (long) LONG.getAcquire(EVERYTHING, address);
  }

  static int getIntAcquire(long address) {
    return (int) INT.getAcquire(EVERYTHING, address);
  }

  static void setLongRelease(long address, long value) {
    LONG.setRelease(EVERYTHING, address, value);
  }

  static void setIntOpaque(long address, int value) {
    INT.setOpaque(EVERYTHING, address, value);
  }
}
