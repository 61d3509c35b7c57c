package io.observoor.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Calls that tell the reason of a failure through {@code errno}: bound here with its capture,
 * because the virtual machine may change it between two calls.
 */
final class Native {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private Native() {}

  /** Memory that one of these calls writes its {@code errno} to; one a thread or a call. */
  static MemorySegment callState(Arena arena) {
    return arena.allocate(STATE);
  }

  static int errno(MemorySegment callState) {
    return (int) ERRNO.get(callState, 0L);
  }

  /** A function of the C library, called with the call state as its first argument. */
  @SuppressWarnings("restricted")
  static MethodHandle libc(String name, FunctionDescriptor descriptor) {
    MemorySegment address = LINKER.defaultLookup().findOrThrow(name);
    return LINKER.downcallHandle(address, descriptor, CAPTURE);
  }

  /**
   * A function of libbpf as the generated bindings describe it, called with the call state as its
   * first argument.
   */
  @SuppressWarnings("restricted")
  static MethodHandle libbpf(MemorySegment address, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(address, descriptor, CAPTURE);
  }

  /** What a downcall threw: never anything of ours, so it is a defect. */
  static AssertionError unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return new AssertionError("a foreign call threw", thrown);
  }
}
