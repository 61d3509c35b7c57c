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
 * Binds native functions that report failures in {@code errno}. The call itself captures {@code
 * errno}, because the JVM may change it before the next call.
 */
final class Native {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private Native() {}

  /** Allocates the memory that a call writes its {@code errno} to; not shared by threads. */
  static MemorySegment callState(Arena arena) {
    return arena.allocate(STATE);
  }

  static int errno(MemorySegment callState) {
    return (int) ERRNO.get(callState, 0L);
  }

  /** Binds a function of the C library; its first argument is the call state. */
  @SuppressWarnings("restricted")
  static MethodHandle libc(String name, FunctionDescriptor descriptor) {
    MemorySegment address = LINKER.defaultLookup().findOrThrow(name);
    return LINKER.downcallHandle(address, descriptor, CAPTURE);
  }

  /**
   * Binds a function of libbpf as the generated bindings describe it; its first argument is the
   * call state.
   */
  @SuppressWarnings("restricted")
  static MethodHandle libbpf(MemorySegment address, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(address, descriptor, CAPTURE);
  }

  /** Rethrows an unchecked exception; wraps any other, which would be a defect. */
  static AssertionError unexpected(Throwable thrown) {
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return new AssertionError("a native call threw", thrown);
  }
}
