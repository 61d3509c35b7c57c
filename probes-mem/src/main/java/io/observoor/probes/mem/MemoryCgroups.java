package io.observoor.probes.mem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Detects whether the kernel accounts memory to cgroups. */
final class MemoryCgroups {
  private static final Path CONTROLLERS = Path.of("/proc/cgroups");

  private MemoryCgroups() {}

  /**
   * Returns whether memory cgroups are enabled. If they are disabled at boot ({@code
   * cgroup_disable=memory}), a program on the tracepoint that counts their events loads but never
   * runs.
   */
  static boolean enabled() {
    try {
      return enabled(Files.readAllLines(CONTROLLERS));
    } catch (IOException e) {
      // an unusual kernel without the list: assume that they are enabled
      return true;
    }
  }

  /** Parses the lines of {@code /proc/cgroups}: name, hierarchy, number of cgroups, enabled. */
  static boolean enabled(List<String> lines) {
    for (String line : lines) {
      String[] columns = line.split("\\s+", -1);
      if (columns.length == 4 && columns[0].equals("memory")) {
        return columns[3].equals("1");
      }
    }
    return true;
  }
}
