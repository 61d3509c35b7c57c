package io.observoor.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Lists of CPUs in the kernel's text form, {@code 0-3,8} (Documentation/admin-guide/cputopology).
 */
public final class CpuList {
  private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");

  private CpuList() {}

  /**
   * Reads the numbers of the CPUs that are online, ascending; where /sys is not mounted, assumes
   * the first ones, as many as Java sees.
   */
  public static int[] online() {
    try {
      return parse(Files.readString(ONLINE));
    } catch (IOException e) {
      return IntStream.range(0, Runtime.getRuntime().availableProcessors()).toArray();
    }
  }

  /**
   * Parses a list.
   *
   * @throws NumberFormatException if the text is not a list
   */
  public static int[] parse(String list) {
    IntStream numbers = IntStream.empty();
    for (String range : list.strip().split(",", -1)) {
      int dash = range.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
      numbers = IntStream.concat(numbers, IntStream.rangeClosed(first, last));
    }
    return numbers.toArray();
  }
}
