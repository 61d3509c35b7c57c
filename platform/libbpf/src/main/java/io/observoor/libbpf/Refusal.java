package io.observoor.libbpf;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds words for what the kernel refused. */
final class Refusal {
  /** libbpf's last warning of a program that did not load names it. */
  private static final Pattern PROGRAM = Pattern.compile("prog '([^']+)'");

  private Refusal() {}

  static BpfException ofLoad(
      BpfObject object, int errno, List<String> warnings, List<String> verifierLog) {
    String what = "cannot load BPF object " + object.name();
    for (String warning : warnings) {
      Matcher matcher = PROGRAM.matcher(warning);
      if (matcher.find()) {
        what = "cannot load " + program(object, matcher.group(1)) + " of " + object.name();
      }
    }
    return verifierLog.isEmpty()
        ? new BpfException(what, errno, withoutLog(errno, warnings), warnings)
        : new BpfException(what, errno, "the verifier says: " + verdict(verifierLog), verifierLog);
  }

  static BpfException ofAttach(
      BpfObject object, BpfProgram program, int errno, List<String> warnings) {
    String cause =
        switch (errno) {
          case Errno.ENOENT, Errno.ESRCH -> "this kernel has no such place";
          case Errno.EOPNOTSUPP -> "this kernel cannot attach such a program";
          case Errno.EPERM, Errno.EACCES ->
              "not allowed (capabilities CAP_BPF and CAP_PERFMON, kernel lockdown)";
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

  private static String withoutLog(int errno, List<String> warnings) {
    return switch (errno) {
      case Errno.EPERM ->
          "refused before the verifier looked at it (capabilities CAP_BPF and CAP_PERFMON, or a kernel "
              + "that does not allow this kind of program)";
      case Errno.ESRCH, Errno.ENOENT ->
          "this kernel has no such place, or no type information (CONFIG_DEBUG_INFO_BTF)";
      default -> warnings.isEmpty() ? "" : warnings.getFirst();
    };
  }

  /** The line that says why: the last one that is not the verifier's summary. */
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
