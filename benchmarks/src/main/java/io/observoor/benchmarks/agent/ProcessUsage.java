package io.observoor.benchmarks.agent;

import io.observoor.common.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads the CPU time and the memory of processes from /proc. */
final class ProcessUsage {
  private static final long TICK_NANOS = 1_000_000_000 / ProcFs.TICKS;

  private static final int UTIME = 13;
  private static final int STIME = 14;

  private ProcessUsage() {}

  /**
   * Returns the CPU time of all living threads, ns: the first number of each
   * /proc/PID/task/TID/schedstat.
   */
  static long threadsNanos(long pid) throws IOException {
    List<Path> tasks;
    try (Stream<Path> directory = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      tasks = directory.toList();
    }
    long nanos = 0;
    for (Path task : tasks) {
      try {
        nanos += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", -1)[0]);
      } catch (IOException _) {
        // the thread has ended
      }
    }
    return nanos;
  }

  /**
   * Returns the CPU time of a process with its ended threads, ns, in steps of 10 ms: utime + stime.
   */
  static long processNanos(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    // the name, which may contain any character, ends with the last parenthesis; field 3 follows
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME - 2]) + Long.parseLong(fields[STIME - 2])) * TICK_NANOS;
  }

  /** Returns resident memory (VmRSS of /proc/PID/status), MiB. */
  static double residentMebibytes(long pid) throws IOException {
    return kibibytes(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:") / 1024.0;
  }

  /** Returns proportional memory (Pss of /proc/PID/smaps_rollup), MiB. */
  static double proportionalMebibytes(long pid) throws IOException {
    return kibibytes(Path.of("/proc", Long.toString(pid), "smaps_rollup"), "Pss:") / 1024.0;
  }

  private static long kibibytes(Path file, String key) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.substring(key.length()).replace("kB", "").strip());
      }
    }
    throw new IOException("no " + key + " in " + file);
  }
}
