package io.observoor.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import me.bechberger.ebpf.bpf.raw.Lib;
import me.bechberger.ebpf.bpf.raw.libbpf_print_fn_t;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libbpf's own log. Everything goes to the logger {@code io.observoor.libbpf} at debug level: a
 * refusal that we expect (an alternative that this kernel lacks) is no warning. Warnings are kept
 * for the exception of the call that they belong to.
 */
final class LibbpfLog {
  /** {@code enum libbpf_print_level} of libbpf.h. */
  private static final int WARN = 0;

  private static final int MAXIMUM_LINE = 4096;
  private static final int MAXIMUM_LINES = 64;

  private static final Logger LOG = LoggerFactory.getLogger("io.observoor.libbpf");

  /** libbpf prints on the thread that called it. */
  private static final ThreadLocal<List<String>> WARNINGS = new ThreadLocal<>();

  private LibbpfLog() {}

  /** Takes libbpf's log over for the rest of the virtual machine's life. */
  @SuppressWarnings("restricted")
  static void connect() {
    try {
      var print =
          MethodHandles.lookup()
              .findStatic(LibbpfLog.class, "print", libbpf_print_fn_t.descriptor().toMethodType());
      MemorySegment stub =
          Linker.nativeLinker().upcallStub(print, libbpf_print_fn_t.descriptor(), Arena.global());
      var _ = Lib.libbpf_set_print(stub);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("cannot take over the log of libbpf", impossible);
    }
  }

  /** From now on this thread's warnings are kept. */
  static void startCapture() {
    WARNINGS.set(new ArrayList<>());
  }

  /** The warnings since {@link #startCapture()} on this thread, which are then forgotten. */
  static List<String> endCapture() {
    List<String> lines = WARNINGS.get();
    WARNINGS.remove();
    return lines == null ? List.of() : lines;
  }

  /** Called by libbpf; the va_list is only passed through. Nothing may be thrown into C. */
  static int print(int level, MemorySegment format, MemorySegment arguments) {
    try (Arena arena = Arena.ofConfined()) {
      List<String> warnings = level == WARN ? WARNINGS.get() : null;
      if (warnings == null && !LOG.isDebugEnabled()) {
        return 0;
      }
      MemorySegment text = arena.allocate(MAXIMUM_LINE);
      int length = Lib.vsnprintf(text, text.byteSize(), format, arguments);
      if (length < 0) {
        return 0;
      }
      String line = text.getString(0).strip();
      if (warnings != null && warnings.size() < MAXIMUM_LINES) {
        warnings.add(line.startsWith("libbpf: ") ? line.substring("libbpf: ".length()) : line);
      }
      LOG.debug("{}", line);
      return length;
    } catch (Throwable thrown) { // a failing logger must not end the virtual machine
      return 0;
    }
  }
}
