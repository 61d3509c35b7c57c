package io.observoor.probes.process;

/** The numbers of a process at one time. Not thread-safe. */
final class ProcReading {
  private final int pid;
  private final int clientType;
  private final long[] values = new long[ProcTables.FIELDS.size()];
  private long present;

  /** Creates an empty reading. */
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

  /** Adds to the number in a slot, which is 0 at first. */
  void add(int slot, long value) {
    values[slot] += value;
    present |= 1L << slot;
  }

  /** Returns whether all of these slots have a number. */
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
