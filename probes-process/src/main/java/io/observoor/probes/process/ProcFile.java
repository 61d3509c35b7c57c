package io.observoor.probes.process;

/** Files of {@code /proc/PID} that the snapshots read. */
enum ProcFile {
  /** Lines {@code key: number unit} of the process and its main thread. */
  STATUS("status"),
  /** The same lines, summed over all living threads. */
  STATUS_OF_THREADS("task/*/status"),
  /** Lines {@code key: number}, sums over all threads, including ended ones. */
  IO("io"),
  /** Table of name, soft limit, hard limit, unit. */
  LIMITS("limits"),
  /** Directory of descriptors; its only field is the number of its entries. */
  DESCRIPTORS("fd");

  /** Path below the process's directory. */
  final String path;

  ProcFile(String path) {
    this.path = path;
  }
}
