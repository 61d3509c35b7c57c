package io.observoor.benchmarks.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel knows of a process, from /proc. */
final class ProcFs {
  /** Of getconf CLK_TCK, 100 on every Linux that we run on. */
  private static final long NANOS_A_TICK = 10_000_000;

  private static final int UTIME = 13;
  private static final int STIME = 14;

  private ProcFs() {}

  /**
   * CPU time of all threads that exist, ns: the first number of each /proc/PID/task/TID/schedstat.
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
        // the thread has ended meanwhile
      }
    }
    return nanos;
  }

  /** CPU time of the process with its ended threads, ns, in steps of 10 ms: utime and stime. */
  static long processNanos(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    // the name, which may hold anything, ends with the last parenthesis; field 3 follows
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME - 2]) + Long.parseLong(fields[STIME - 2])) * NANOS_A_TICK;
  }

  /** Resident memory (VmRSS of /proc/PID/status), MiB. */
  static double residentMebibytes(long pid) throws IOException {
    return kibibytes(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:") / 1024.0;
  }

  /** Resident memory, shared pages by their share (Pss of /proc/PID/smaps_rollup), MiB. */
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
