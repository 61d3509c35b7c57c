package io.observoor.probes.sched;

import io.observoor.api.probe.EventView;

/**
 * An event of a slice that is given by its times.
 *
 * @param event its number
 * @param pid the process
 * @param cpu where it ran
 * @param begun when it came on
 * @param reported up to where its time was reported before
 * @param timestamp when it ends, or is reported
 */
record Slice(int event, int pid, int cpu, long begun, long reported, long timestamp)
    implements EventView {

  /** A switch at the end of a slice that was not reported before. */
  static Slice ended(int pid, int cpu, long begun, long end) {
    return new Slice(0, pid, cpu, begun, begun, end);
  }

  /** A switch at the end of a slice of which a part was reported before. */
  static Slice ended(int pid, int cpu, long begun, long reported, long end) {
    return new Slice(0, pid, cpu, begun, reported, end);
  }

  /** A part of a slice that goes on. */
  static Slice part(int pid, int cpu, long begun, long reported, long end) {
    return new Slice(2, pid, cpu, begun, reported, end);
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
      return timestamp - begun;
    }
    return index == fieldCount() - 1 ? timestamp - reported : 1;
  }
}
