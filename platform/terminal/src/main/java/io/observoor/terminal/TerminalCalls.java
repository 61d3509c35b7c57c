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
 * The functions of libc for terminals. {@code struct termios} has the same layout in glibc and
 * musl, on x86-64 and arm64; this class reads its output flags only.
 */
final class TerminalCalls {
  /** {@code sizeof(struct termios)} is 60; the rest is a reserve for other versions of libc. */
  private static final long TERMIOS_BYTES = 128;

  private static final long OUTPUT_FLAGS_OFFSET = 4; // c_oflag
  private static final int TCSANOW = 0;
  private static final long TIOCGWINSZ = 0x5413;

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

  /** Returns the attributes of a terminal. */
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
      check("tcsetattr", (int) setAttributes.invokeExact(descriptor, TCSANOW, attributes));
    } catch (IOException | RuntimeException | Error cause) {
      throw cause;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Returns the attributes of raw mode, with the output flags unchanged. */
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

  /** Returns the rows and columns of a terminal; empty if the kernel does not know them. */
  Optional<int[]> size(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4);
      if ((int) control.invokeExact(descriptor, TIOCGWINSZ, size) != 0) {
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
      throw new IOException(call + " failed: the terminal is closed");
    }
  }
}
