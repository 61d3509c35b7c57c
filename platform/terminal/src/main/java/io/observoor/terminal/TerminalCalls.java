package io.observoor.terminal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The calls of libc that a terminal needs. The layout of {@code struct termios} is that of glibc
 * and musl on Linux, which is the same on x86-64 and arm64. Only the flags for output are looked
 * into.
 */
final class TerminalCalls {
  /** {@code sizeof(struct termios)} is 60; some room, should a libc have more. */
  private static final long TERMIOS_BYTES = 128;

  private static final long OUTPUT_FLAGS_OFFSET = 4;
  private static final int AT_ONCE = 0;
  private static final long GET_WINDOW_SIZE = 0x5413;

  private final MethodHandle getAttributes;
  private final MethodHandle setAttributes;
  private final MethodHandle makeRaw;
  private final MethodHandle control;

  @SuppressWarnings("restricted")
  TerminalCalls() {
    Linker linker = Linker.nativeLinker();
    var number = ValueLayout.JAVA_INT;
    var pointer = ValueLayout.ADDRESS;
    getAttributes = bind(linker, "tcgetattr", FunctionDescriptor.of(number, number, pointer));
    setAttributes =
        bind(linker, "tcsetattr", FunctionDescriptor.of(number, number, number, pointer));
    makeRaw = bind(linker, "cfmakeraw", FunctionDescriptor.ofVoid(pointer));
    control =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(number, number, ValueLayout.JAVA_LONG, pointer),
            Linker.Option.firstVariadicArg(2));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle bind(Linker linker, String name, FunctionDescriptor descriptor) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  /** The attributes of a terminal. */
  MemorySegment attributes(int descriptor, Arena arena) throws IOException {
    MemorySegment attributes = arena.allocate(TERMIOS_BYTES);
    try {
      check("tcgetattr", (int) getAttributes.invokeExact(descriptor, attributes));
    } catch (IOException | RuntimeException | Error cause) {
      throw cause;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
    return attributes;
  }

  /** Sets the attributes of a terminal. */
  void attributes(int descriptor, MemorySegment attributes) throws IOException {
    try {
      check("tcsetattr", (int) setAttributes.invokeExact(descriptor, AT_ONCE, attributes));
    } catch (IOException | RuntimeException | Error cause) {
      throw cause;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** The attributes with which each key arrives as it is typed, and lines are shown as before. */
  MemorySegment raw(MemorySegment attributes, Arena arena) {
    MemorySegment raw = arena.allocate(TERMIOS_BYTES).copyFrom(attributes);
    try {
      makeRaw.invokeExact(raw);
    } catch (RuntimeException | Error cause) {
      throw cause;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
    raw.set(
        ValueLayout.JAVA_INT,
        OUTPUT_FLAGS_OFFSET,
        attributes.get(ValueLayout.JAVA_INT, OUTPUT_FLAGS_OFFSET));
    return raw;
  }

  /** Rows and columns of a terminal, if it says them. */
  Optional<int[]> size(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4);
      if ((int) control.invokeExact(descriptor, GET_WINDOW_SIZE, size) != 0) {
        return Optional.empty();
      }
      return Optional.of(
          new int[] {
            Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 0)),
            Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1))
          });
    } catch (RuntimeException | Error cause) {
      throw cause;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void check(String call, int result) throws IOException {
    if (result != 0) {
      throw new IOException(call + " failed: the terminal is gone");
    }
  }
}
