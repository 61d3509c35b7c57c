package io.observoor.libbpf;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why the kernel refused to load or to attach a program. */
final class FailureCauses {
  /** libbpf's last warning about a program that failed to load names the program. */
  private static final Pattern PROGRAM = Pattern.compile("prog '([^']+)'");

  private FailureCauses() {}

  static BpfException ofLoad(
      BpfObject object, int errno, List<String> warnings, List<String> verifierLog) {
    String what = "BPF object " + object.name();
    for (String warning : warnings) {
      Matcher matcher = PROGRAM.matcher(warning);
      if (matcher.find()) {
        what = program(object, matcher.group(1)) + " of " + object.name();
      }
    }
    if (!verifierLog.isEmpty()) {
      return new BpfException(
          "the verifier rejected " + what, errno, verdict(verifierLog), verifierLog);
    }
    return switch (errno) {
      case Errno.EPERM ->
          new BpfException(
              "the kernel refused " + what + " before the verifier ran",
              errno,
              "CAP_BPF or CAP_PERFMON is missing, or this kernel does not allow this kind of program",
              warnings);
      case Errno.ESRCH, Errno.ENOENT ->
          new BpfException(
              "cannot load " + what,
              errno,
              "the kernel has no such hook, or no BTF (CONFIG_DEBUG_INFO_BTF)",
              warnings);
      default ->
          new BpfException(
              "cannot load " + what,
              errno,
              warnings.isEmpty() ? "" : warnings.getFirst(),
              warnings);
    };
  }

  static BpfException ofAttach(
      BpfObject object, BpfProgram program, int errno, List<String> warnings) {
    String cause =
        switch (errno) {
          case Errno.ENOENT, Errno.ESRCH -> "the kernel has no such hook";
          case Errno.EOPNOTSUPP -> "this kernel does not support this kind of program";
          case Errno.EPERM, Errno.EACCES ->
              "CAP_BPF or CAP_PERFMON is missing, or the kernel is locked down";
          default -> warnings.isEmpty() ? "" : warnings.getLast();
        };
    return new BpfException(
        "cannot attach " + program + " of " + object.name(), errno, cause, warnings);
  }

  private static String program(BpfObject object, String name) {
    return object.programs().stream()
        .filter(program -> program.name().equals(name))
        .findFirst()
        .map(BpfProgram::toString)
        .orElse(name);
  }

  /** The line with the reason: the last one that is not part of the verifier's summary. */
  private static String verdict(List<String> log) {
    for (String line : log.reversed()) {
      if (!line.startsWith("processed ")
          && !line.startsWith("max_states")
          && !line.startsWith("verification time")
          && !line.startsWith("stack depth")) {
        return line;
      }
    }
    return log.getLast();
  }
}
