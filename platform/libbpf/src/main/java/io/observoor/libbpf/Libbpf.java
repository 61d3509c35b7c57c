package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.observoor.natives.NativeLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import me.bechberger.ebpf.bpf.raw.Lib;

/**
 * The native library libbpf, loaded at its first use, and properties of the running kernel. Any
 * thread.
 */
public final class Libbpf {
  /** {@code SYS_membarrier} of include/uapi/asm-generic/unistd.h, and of x86-64. */
  private static final long SYS_MEMBARRIER =
      "aarch64".equals(System.getProperty("os.arch")) ? 283 : 324;

  /** {@code MEMBARRIER_CMD_GLOBAL} of include/uapi/linux/membarrier.h. */
  private static final int MEMBARRIER_CMD_GLOBAL = 1;

  static {
    NativeLibraries.loadLibbpf();
    LibbpfLog.connect();
  }

  private Libbpf() {}

  /** Runs the static initializer; called before any other function of libbpf. */
  static void load() {}

  /**
   * Returns the number of possible CPUs: those online and those that can be added later.
   *
   * @throws BpfException if the kernel does not report it
   */
  public static int possibleCpus() {
    int count = Lib.libbpf_num_possible_cpus();
    if (count < 0) {
      throw new BpfException("cannot read the number of possible CPUs", -count);
    }
    return count;
  }

  /** The size of a memory page in bytes. */
  public static int pageSize() {
    return Lib.getpagesize();
  }

  /**
   * Waits until every run of a BPF program that was in progress has ended; detaching only prevents
   * new runs. Takes some milliseconds. Does not wait for sleepable programs.
   *
   * <p>Waits for an RCU grace period: {@code MEMBARRIER_CMD_GLOBAL} of membarrier(2).
   *
   * @throws BpfException if the kernel refuses
   */
  public static void awaitRunningPrograms() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.callState(arena);
      long result =
          (long) Syscall.HANDLE.invokeExact(state, SYS_MEMBARRIER, MEMBARRIER_CMD_GLOBAL, 0, 0);
      if (result != 0) {
        throw new BpfException(
            "cannot wait for running BPF programs (membarrier)", Native.errno(state));
      }
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  static String errorText(int errno) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(128);
      Lib.libbpf_strerror(errno, text, text.byteSize());
      return text.getString(0);
    }
  }

  private static final class Syscall {
    static final MethodHandle HANDLE =
        Native.libc(
            "syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT));
  }
}
