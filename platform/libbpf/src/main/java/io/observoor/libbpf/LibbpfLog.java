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
 * Routes libbpf's log lines to the logger {@code libbpf}, all at debug level: a refusal may be
 * expected (a hook that this kernel lacks). Captures warnings for the exception of the call that
 * caused them.
 */
final class LibbpfLog {
  /** {@code enum libbpf_print_level} of libbpf.h. */
  private static final int WARN = 0;

  private static final int MAXIMUM_LINE = 4096;
  private static final int MAXIMUM_LINES = 64;

  private static final Logger LOG = LoggerFactory.getLogger("libbpf");

  /** libbpf prints on the thread that called it. */
  private static final ThreadLocal<List<String>> WARNINGS = new ThreadLocal<>();

  private LibbpfLog() {}

  /** Registers the callback for the life of the JVM. */
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
      throw new LinkageError("cannot redirect the log of libbpf", impossible);
    }
  }

  /** Starts to capture this thread's warnings. */
  static void startCapture() {
    WARNINGS.set(new ArrayList<>());
  }

  /** Ends the capture; returns this thread's warnings since {@link #startCapture()}. */
  static List<String> endCapture() {
    List<String> lines = WARNINGS.get();
    WARNINGS.remove();
    return lines == null ? List.of() : lines;
  }

  /** Called by libbpf; passes the va_list through. An exception must not reach C. */
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
    } catch (Throwable thrown) { // an exception here would end the JVM
      return 0;
    }
  }
}
