package io.observoor.kernel.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the requirements of all probes on the kernel. */
final class KernelRequirements {
  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");

  /** The first release with BPF ring buffers is Linux 5.8 (commit 457f44363a88). */
  private static final int OLDEST_MAJOR = 5;

  private static final int OLDEST_MINOR = 8;

  private static final int PREEMPTIBLE_MAJOR = 7;

  private KernelRequirements() {}

  /**
   * Returns what the kernel lacks and how to get it; empty if it meets all requirements.
   *
   * @param release the kernel's release, as printed by {@code uname -r}
   * @param btf the file of the kernel's BTF
   */
  static Optional<String> missing(String release, Path btf) {
    Matcher version = RELEASE.matcher(release);
    if (version.matches()) {
      int major = Integer.parseInt(version.group(1));
      int minor = Integer.parseInt(version.group(2));
      if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
        return Optional.of(
            "kernel " + release + " is too old: BPF ring buffers need Linux 5.8 or later");
      }
    }
    if (!Files.isReadable(btf)) {
      return Optional.of(
          "kernel "
              + release
              + " has no BTF (type information) at "
              + btf
              + ": install a kernel built with CONFIG_DEBUG_INFO_BTF=y");
    }
    return Optional.empty();
  }

  /**
   * Whether the kernel can preempt a thread in a BPF program at a tracepoint, and so skips the runs
   * of the next thread there: commit a46023d5616e ("tracing: Guard __DECLARE_TRACE() use of
   * __DO_TRACE_CALL() with SRCU-fast") of Linux 7.0.
   *
   * @param release the kernel's release, as printed by {@code uname -r}
   */
  static boolean preemptsTracepoints(String release) {
    Matcher version = RELEASE.matcher(release);
    return version.matches() && Integer.parseInt(version.group(1)) >= PREEMPTIBLE_MAJOR;
  }

  /** The machine's architecture, as printed by {@code uname -m}. */
  static String architecture() {
    String javaName = System.getProperty("os.arch");
    return javaName.equals("amd64") ? "x86_64" : javaName;
  }
}
