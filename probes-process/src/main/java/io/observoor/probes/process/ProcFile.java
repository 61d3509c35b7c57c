package io.observoor.probes.process;

/** The files of a process that are read. */
enum ProcFile {
  /** Lines of {@code key: number unit}, of the process and of its first thread. */
  STATUS("status"),
  /** The same lines, those of all living threads added up. */
  STATUS_OF_THREADS("task/*/status"),
  /** Lines of {@code key: number}, over all threads, ended ones included. */
  IO("io"),
  /** A table: name, soft limit, hard limit, unit. */
  LIMITS("limits"),
  /** A directory with an entry for each descriptor; its number of entries is its one field. */
  DESCRIPTORS("fd");

  /** Where it is, below the process's directory. */
  final String path;

  ProcFile(String path) {
    this.path = path;
  }
}
