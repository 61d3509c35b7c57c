package io.observoor.probes.mem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether the kernel accounts memory to cgroups. */
final class MemoryCgroups {
  private static final Path CONTROLLERS = Path.of("/proc/cgroups");

  private MemoryCgroups() {}

  /**
   * Whether they are on. Where they were switched off at boot ({@code cgroup_disable=memory}), a
   * program on the tracepoint that counts their events loads and never runs.
   */
  static boolean enabled() {
    try {
      return enabled(Files.readAllLines(CONTROLLERS));
    } catch (IOException e) {
      // no such list: an unusual kernel, and no reason to think that they are off
      return true;
    }
  }

  /** The same from the lines of {@code /proc/cgroups}: name, hierarchy, cgroups, enabled. */
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
