package io.observoor.kernel.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a kernel must have before any probe can be tried. */
final class KernelRequirements {
  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");

  /** BPF ring buffers came with Linux 5.8 (commit 457f44363a88). */
  private static final int OLDEST_MAJOR = 5;

  private static final int OLDEST_MINOR = 8;

  private static final int PREEMPTIBLE_MAJOR = 7;

  private KernelRequirements() {}

  /**
   * What is missing.
   *
   * @param release the kernel's release as {@code uname -r} says it
   * @param btf where the kernel's type information is
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
              + " has no BTF type information at "
              + btf
              + ": install a kernel built with CONFIG_DEBUG_INFO_BTF=y");
    }
    return Optional.empty();
  }

  /**
   * Whether a thread can be preempted within a tracepoint, and in it within a BPF program, so that
   * the program misses what the next thread does: commit a46023d5616e ("tracing: Guard
   * __DECLARE_TRACE() use of __DO_TRACE_CALL() with SRCU-fast") of Linux 7.0.
   *
   * @param release the kernel's release as {@code uname -r} says it
   */
  static boolean preemptsTracepoints(String release) {
    Matcher version = RELEASE.matcher(release);
    return version.matches() && Integer.parseInt(version.group(1)) >= PREEMPTIBLE_MAJOR;
  }

  /** As {@code uname -m} names the machine, from Java's name for it. */
  static String architecture(String javaName) {
    return switch (javaName) {
      case "amd64" -> "x86_64";
      case "arm64" -> "aarch64";
      default -> javaName;
    };
  }
}
