package io.observoor.libbpf;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import me.bechberger.ebpf.bpf.raw.Lib;

/**
 * The functions of libbpf that return NULL and set {@code errno} on failure. The generated bindings
 * do not capture {@code errno}.
 */
final class PointerCalls {
  private static final MethodHandle OPEN =
      Native.libbpf(Lib.bpf_object__open_mem$address(), Lib.bpf_object__open_mem$descriptor());
  private static final MethodHandle ATTACH =
      Native.libbpf(Lib.bpf_program__attach$address(), Lib.bpf_program__attach$descriptor());
  private static final MethodHandle ATTACH_PERF_EVENT =
      Native.libbpf(
          Lib.bpf_program__attach_perf_event$address(),
          Lib.bpf_program__attach_perf_event$descriptor());

  private PointerCalls() {}

  /** {@code bpf_object__open_mem}. */
  static MemorySegment open(
      MemorySegment callState, MemorySegment image, long length, MemorySegment options) {
    try {
      return (MemorySegment) OPEN.invokeExact(callState, image, length, options);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /** {@code bpf_program__attach}. */
  static MemorySegment attach(MemorySegment callState, MemorySegment program) {
    try {
      return (MemorySegment) ATTACH.invokeExact(callState, program);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /** {@code bpf_program__attach_perf_event}. */
  static MemorySegment attachPerfEvent(MemorySegment callState, MemorySegment program, int fd) {
    try {
      return (MemorySegment) ATTACH_PERF_EVENT.invokeExact(callState, program, fd);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }
}
