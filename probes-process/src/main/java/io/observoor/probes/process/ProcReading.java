package io.observoor.probes.process;

/** The numbers of one process at one time. Not thread-safe. */
final class ProcReading {
  private final int pid;
  private final int clientType;
  private final long[] values = new long[ProcTables.FIELDS.size()];
  private long present;

  /** A reading without numbers. */
  ProcReading(int pid, int clientType) {
    this.pid = pid;
    this.clientType = clientType;
  }

  int pid() {
    return pid;
  }

  int clientType() {
    return clientType;
  }

  /** Adds to the number in a slot; one that has none yet gets this one. */
  void add(int slot, long value) {
    values[slot] += value;
    present |= 1L << slot;
  }

  /** Whether all of these slots have a number. */
  boolean has(int[] slots) {
    for (int slot : slots) {
      if ((present & 1L << slot) == 0) {
        return false;
      }
    }
    return true;
  }

  long value(int slot) {
    return values[slot];
  }
}
