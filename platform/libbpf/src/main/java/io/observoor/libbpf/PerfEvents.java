package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Opens perf events with perf_event_open(2): a software event of all threads on one CPU, without a
 * sample buffer, to attach a program to.
 */
final class PerfEvents {
  /** {@code SYS_perf_event_open} of include/uapi/asm-generic/unistd.h, and of x86-64. */
  private static final long SYS_PERF_EVENT_OPEN =
      "aarch64".equals(System.getProperty("os.arch")) ? 241 : 298;

  // struct perf_event_attr of include/uapi/linux/perf_event.h, in its first size
  private static final int ATTR_BYTES = 64; // PERF_ATTR_SIZE_VER0
  private static final int ATTR_TYPE = 0;
  private static final int ATTR_SIZE = 4;
  private static final int ATTR_CONFIG = 8;
  private static final int ATTR_SAMPLE_PERIOD = 16;
  private static final int ATTR_FLAGS = 40;

  private static final int PERF_TYPE_SOFTWARE = 1;

  /** Bits of {@code ATTR_FLAGS}: disabled until a program is attached; not on an idle CPU. */
  private static final long DISABLED = 1;

  private static final long EXCLUDE_IDLE = 1 << 7;

  private static final int EVERY_PROCESS = -1;
  private static final int NO_GROUP = -1;
  private static final long PERF_FLAG_FD_CLOEXEC = 8;

  private static final MethodHandle SYSCALL =
      Native.libc(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));

  private PerfEvents() {}

  /**
   * Opens a software event on a CPU.
   *
   * @param number {@code enum perf_sw_ids}
   * @param period occurrences (of a clock: ns) from one event to the next
   * @return its file descriptor
   * @throws BpfException if the kernel refuses: CAP_PERFMON is missing, or the CPU is offline
   */
  static int open(int number, long period, int cpu) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(ATTR_BYTES, Long.BYTES);
      attributes.set(JAVA_INT, ATTR_TYPE, PERF_TYPE_SOFTWARE);
      attributes.set(JAVA_INT, ATTR_SIZE, ATTR_BYTES);
      attributes.set(JAVA_LONG, ATTR_CONFIG, number);
      attributes.set(JAVA_LONG, ATTR_SAMPLE_PERIOD, period);
      attributes.set(JAVA_LONG, ATTR_FLAGS, DISABLED | EXCLUDE_IDLE);
      MemorySegment state = Native.callState(arena);
      long fd =
          (long)
              SYSCALL.invokeExact(
                  state,
                  SYS_PERF_EVENT_OPEN,
                  attributes,
                  EVERY_PROCESS,
                  cpu,
                  NO_GROUP,
                  PERF_FLAG_FD_CLOEXEC);
      if (fd < 0) {
        throw new BpfException(
            "cannot open perf software event " + number + " on CPU " + cpu, Native.errno(state));
      }
      return (int) fd;
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }
}
