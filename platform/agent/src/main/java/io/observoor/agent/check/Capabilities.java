package io.observoor.agent.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The capabilities of a process (linux/capability.h).
 *
 * @param effective one bit each, as in {@code CapEff} of /proc/PID/status
 */
public record Capabilities(long effective) {
  private static final int SYS_PTRACE = 19;
  private static final int SYS_ADMIN = 21;
  private static final int SYS_RESOURCE = 24;
  private static final int PERFMON = 38;
  private static final int BPF = 39;

  private static final String FIELD = "CapEff:";
  private static final String GRANT = ": run as root, or grant it (systemd: AmbientCapabilities=)";

  /** Reads those of this process; none if /proc cannot be read. */
  public static Capabilities ofThisProcess() {
    try {
      return parse(Files.readAllLines(Path.of("/proc/self/status")));
    } catch (IOException cause) {
      return new Capabilities(0);
    }
  }

  static Capabilities parse(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(FIELD))
        .findFirst()
        .map(
            line ->
                new Capabilities(
                    Long.parseUnsignedLong(line.substring(FIELD.length()).strip(), 16)))
        .orElse(new Capabilities(0));
  }

  /** Describes each missing capability: the effect, and how to grant it. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!has(BPF) && !has(SYS_ADMIN)) {
      missing.add(
          "CAP_BPF is missing: no BPF program can be loaded, so no event is observed" + GRANT);
    }
    if (!has(PERFMON) && !has(SYS_ADMIN)) {
      missing.add(
          "CAP_PERFMON is missing: no BPF program can be attached, so no event is observed"
              + GRANT);
    }
    if (!has(SYS_PTRACE)) {
      missing.add(
          "CAP_SYS_PTRACE is missing: processes of other users may be hidden (mount option hidepid),"
              + " and clients in java, dotnet or node may not be recognized"
              + GRANT);
    }
    if (!has(SYS_RESOURCE) && !has(SYS_ADMIN)) {
      missing.add(
          "CAP_SYS_RESOURCE is missing: kernels before 5.11 limit BPF maps to the locked memory limit"
              + GRANT
              + ", or raise the limit (ulimit -l)");
    }
    return List.copyOf(missing);
  }

  private boolean has(int capability) {
    return (effective >>> capability & 1) != 0;
  }
}
