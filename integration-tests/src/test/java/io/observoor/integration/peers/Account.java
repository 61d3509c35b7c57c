package io.observoor.integration.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The kernel's own counters of a process.
 *
 * @param values counted since the process started, by name
 */
record Account(Map<String, Long> values) {
  /** Read calls (syscr). */
  static final String READS = "reads";

  /** Write calls (syscw). */
  static final String WRITES = "writes";

  /** Bytes read from storage (read_bytes). */
  static final String STORAGE_READ = "bytes read from storage";

  /** Bytes written to storage, counted when a page becomes dirty. */
  static final String STORAGE_WRITTEN = "bytes written to storage";

  /** Faults without I/O. */
  static final String MINOR_FAULTS = "minor faults";

  /** Faults with I/O. */
  static final String MAJOR_FAULTS = "major faults";

  /** Voluntary and involuntary context switches. */
  static final String SWITCHES = "context switches";

  /** Time on CPUs. */
  static final String CPU_NANOS = "ns on CPUs";

  /** Reads the counters of a process, which should be stopped. */
  static Account read(long pid) throws IOException {
    Path process = Path.of("/proc/" + pid);
    Map<String, Long> values = new TreeMap<>();
    Map<String, Long> io = numbers(process.resolve("io"));
    values.put(READS, io.get("syscr"));
    values.put(WRITES, io.get("syscw"));
    values.put(STORAGE_READ, io.get("read_bytes"));
    values.put(STORAGE_WRITTEN, io.get("write_bytes") - io.get("cancelled_write_bytes"));
    String stat = Files.readString(process.resolve("stat"));
    // field 3, the state, follows the name, which may contain blanks
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    values.put(MINOR_FAULTS, Long.valueOf(fields[10 - 3]));
    values.put(MAJOR_FAULTS, Long.valueOf(fields[12 - 3]));
    try (Stream<Path> directories = Files.list(process.resolve("task"))) {
      for (Path thread : directories.toList()) {
        Map<String, Long> status = numbers(thread.resolve("status"));
        values.merge(
            SWITCHES,
            status.get("voluntary_ctxt_switches") + status.get("nonvoluntary_ctxt_switches"),
            Long::sum);
        String[] schedstat = Files.readString(thread.resolve("schedstat")).split(" ", -1);
        values.merge(CPU_NANOS, Long.valueOf(schedstat[0]), Long::sum);
      }
    }
    return new Account(values);
  }

  /** Parses lines such as {@code syscr: 1024}. */
  private static Map<String, Long> numbers(Path file) throws IOException {
    Map<String, Long> numbers = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip();
      if (value.matches("\\d+")) {
        numbers.put(line.substring(0, colon), Long.valueOf(value));
      }
    }
    return numbers;
  }

  /** Returns a counter's increase since an earlier account. */
  long since(Account earlier, String what) {
    return values.get(what) - earlier.values.get(what);
  }
}
