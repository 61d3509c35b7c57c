package io.observoor.probes.sched;

import io.observoor.api.probe.EventView;

/**
 * An event sched_switch or sched_slice, from its times.
 *
 * @param event the event's number
 * @param pid the process
 * @param cpu the CPU
 * @param start the start of the slice
 * @param reported the time up to which the slice is already reported
 * @param timestamp the end of the slice, or the time of the report
 */
record Slice(int event, int pid, int cpu, long start, long reported, long timestamp)
    implements EventView {

  /** Returns the sched_switch of a slice of which nothing is reported yet. */
  static Slice ended(int pid, int cpu, long start, long end) {
    return new Slice(0, pid, cpu, start, start, end);
  }

  /** Returns the sched_switch of a slice of which a part is already reported. */
  static Slice ended(int pid, int cpu, long start, long reported, long end) {
    return new Slice(0, pid, cpu, start, reported, end);
  }

  /** Returns the sched_slice of a slice that is still in progress. */
  static Slice part(int pid, int cpu, long start, long reported, long end) {
    return new Slice(2, pid, cpu, start, reported, end);
  }

  @Override
  public int tid() {
    return pid;
  }

  @Override
  public int clientType() {
    return 1;
  }

  @Override
  public int fieldCount() {
    return event == 0 ? 3 : 2;
  }

  @Override
  public long field(int index) {
    if (index == 0) {
      return timestamp - start;
    }
    return index == fieldCount() - 1 ? timestamp - reported : 1;
  }
}
