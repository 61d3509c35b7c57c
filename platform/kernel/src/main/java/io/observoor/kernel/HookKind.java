package io.observoor.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The ways in which a BPF program hangs on to the kernel, as the configuration, the metrics and the
 * output of {@code check} name them.
 */
public enum HookKind {
  /** A tracepoint with the kernel's own types, by its BTF. */
  TP_BTF,
  /** A tracepoint with the arguments as they are. */
  RAW_TP,
  /** A tracepoint with the record that its format describes. */
  TRACEPOINT,
  /** The entry or the exit of a kernel function, by a trampoline. */
  FENTRY,
  /** The entry or the exit of a kernel function, by a breakpoint or ftrace. */
  KPROBE,
  /** A software event of the perf subsystem. */
  PERF_EVENT,
  /** Any other. */
  OTHER;

  /** Its name for people, such as {@code tp_btf}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind that a name means, if it is one. */
  public static Optional<HookKind> of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }

  /**
   * The kind of a program by its section, such as {@code fexit/tcp_sendmsg}; libbpf's own variants
   * ({@code kprobe.multi}, a leading question mark) count as the kind that they are a variant of.
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
