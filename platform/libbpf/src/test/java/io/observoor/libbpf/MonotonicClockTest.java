package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class MonotonicClockTest {
  private static final int CLOCK_MONOTONIC = 1;

  @Test
  void agreesWithTheKernelsClock() throws Throwable {
    var getTime = Native.libc("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.callState(arena);
      MemorySegment time = arena.allocate(16);
      for (int i = 0; i < 1000; i++) {
        long before = MonotonicClock.nanos();
        int result = (int) getTime.invokeExact(state, CLOCK_MONOTONIC, time);
        long after = MonotonicClock.nanos();
        assertEquals(0, result);
        long kernel = time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
        assertTrue(before <= kernel && kernel <= after, before + " <= " + kernel + " <= " + after);
      }
    }
  }
}
