package io.observoor.kernel.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * The CPUs that are online, as {@code /sys/devices/system/cpu/online} lists them: {@code 0-3,8}.
 */
final class OnlineCpus {
  private static final Path LIST = Path.of("/sys/devices/system/cpu/online");

  private OnlineCpus() {}

  /**
   * Their numbers, ascending; where /sys is not mounted, the first ones of as many as Java sees.
   */
  static int[] read() {
    try {
      return parse(Files.readString(LIST).strip());
    } catch (IOException e) {
      return IntStream.range(0, Runtime.getRuntime().availableProcessors()).toArray();
    }
  }

  static int[] parse(String list) {
    IntStream numbers = IntStream.empty();
    for (String range : list.split(",", -1)) {
      int dash = range.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
      numbers = IntStream.concat(numbers, IntStream.rangeClosed(first, last));
    }
    return numbers.toArray();
  }
}
