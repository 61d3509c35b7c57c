package io.observoor.integration.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A block device and the kernel's counters of it.
 *
 * @param path in {@code /dev}
 */
record DiskDevice(String path) {

  /** Columns of {@code /sys/block/NAME/stat} (Documentation/block/stat.rst). */
  enum Column {
    READS(0),
    WRITES(4),
    WRITE_MERGES(5),
    WRITTEN_SECTORS(6),
    DISCARDS(11),
    DISCARDED_SECTORS(13),
    FLUSHES(15);

    private final int index;

    Column(int index) {
      this.index = index;
    }
  }

  /**
   * The counters at one moment.
   *
   * @param figures their columns
   */
  record Account(List<Long> figures) {}

  /**
   * The increase between two accounts.
   *
   * @param before the earlier one
   * @param after the later one
   */
  record Change(Account before, Account after) {
    /** Returns the increase of a column. */
    long of(Column column) {
      return after.figures.get(column.index) - before.figures.get(column.index);
    }
  }

  /** Tests whether a file is on a block device. */
  static boolean holds(Path file) throws IOException {
    // encoded as st_dev
    long device = (long) Files.getAttribute(file, "unix:dev");
    long major = (device >> 8) & 0xfff;
    long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
    return Files.exists(Path.of("/sys/dev/block", major + ":" + minor));
  }

  /** Returns the kernel's number of the device: {@code MAJOR << 20 | MINOR}. */
  long number() throws IOException {
    List<Long> number = numbers("dev", ":");
    return number.getFirst() << 20 | number.getLast();
  }

  Account account() throws IOException {
    return new Account(numbers("stat", " +"));
  }

  /** Returns the increase since an earlier account. */
  Change since(Account earlier) throws IOException {
    return new Change(earlier, account());
  }

  private List<Long> numbers(String file, String separator) throws IOException {
    return Pattern.compile(separator)
        .splitAsStream(Files.readString(system().resolve(file)).strip())
        .map(Long::valueOf)
        .toList();
  }

  /** Returns the device's directory in {@code /sys}. */
  Path system() {
    return Path.of("/sys/block", Path.of(path).getFileName().toString());
  }
}
