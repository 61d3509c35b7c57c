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
 * The library itself: loaded when first needed, its log connected to ours, and facts about the
 * running kernel. Any thread.
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

  /**
   * Makes sure that the static initializer ran: every entry into libbpf comes through here first.
   */
  static void load() {}

  /** The version of the loaded library, such as {@code v1.1}. */
  @SuppressWarnings("restricted")
  public static String version() {
    return Lib.libbpf_version_string().reinterpret(Long.MAX_VALUE).getString(0);
  }

  /**
   * CPUs that the kernel can ever have: what per-CPU maps are sized by, and more than those online
   * where some can be added.
   *
   * @throws BpfException when the kernel does not tell
   */
  public static int possibleCpus() {
    int count = Lib.libbpf_num_possible_cpus();
    if (count < 0) {
      throw new BpfException("cannot read the number of possible CPUs", -count);
    }
    return count;
  }

  /** Bytes of a memory page. */
  public static int pageSize() {
    return Lib.getpagesize();
  }

  /**
   * Returns when every BPF program that ran at the time of the call has ended: detaching only keeps
   * new runs from starting. Takes some milliseconds. Programs that may sleep are not waited for.
   *
   * <p>It is a system call that waits for the kernel's read-copy-update, under which programs run
   * ({@code membarrier(MEMBARRIER_CMD_GLOBAL)}, see membarrier(2)).
   *
   * @throws BpfException when the kernel refuses
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
    } catch (BpfException refused) {
      throw refused;
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
