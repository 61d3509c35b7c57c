package io.observoor.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of hooks, as the configuration, the metrics and the output of {@code check} name them.
 */
public enum HookKind {
  /** A tracepoint whose arguments have the kernel's types, by BTF. */
  TP_BTF,
  /** A tracepoint with raw arguments. */
  RAW_TP,
  /** A tracepoint with the record of its format file. */
  TRACEPOINT,
  /** Entry or exit of a kernel function, by a trampoline. */
  FENTRY,
  /** Entry or exit of a kernel function, by a breakpoint or ftrace. */
  KPROBE,
  /** A software event of perf. */
  PERF_EVENT,
  /** Any other. */
  OTHER;

  /** The kind's name, such as {@code tp_btf}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the kind with this name, if there is one. */
  public static Optional<HookKind> of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }

  /**
   * Returns the kind of a program by its section, such as {@code fexit/tcp_sendmsg}. libbpf's
   * variants ({@code kprobe.multi}, a leading question mark) count as their basic kind.
   */
  public static HookKind ofSection(String section) {
    String kind = section.replaceFirst("^\\?", "").replaceFirst("[./].*$", "");
    return switch (kind) {
      case "tp_btf" -> TP_BTF;
      case "raw_tp", "raw_tracepoint" -> RAW_TP;
      case "tp", "tracepoint" -> TRACEPOINT;
      case "fentry", "fexit", "fmod_ret" -> FENTRY;
      case "kprobe", "kretprobe", "ksyscall", "kretsyscall" -> KPROBE;
      case "perf_event" -> PERF_EVENT;
      default -> OTHER;
    };
  }
}
