package io.observoor.benchmarks.report;

import java.util.Locale;

/** What is measured of each {@link EventKind}: a column of the table. */
public enum EventColumn {
  BARE("bare", "ns/event"),
  /**
   * By how much the median of the bare event is above its best: what is less than that is noise.
   */
  NOISE("noise, %", "%"),
  EMPTY("+ empty programs", "ns/event"),
  ALONE("+ agent, its group only", "ns/event"),
  BPFTRACE("+ bpftrace", "ns/event"),
  EMPTY_ALL("+ empty at all hooks", "ns/event"),
  UNTRACKED("+ agent, not tracked", "ns/event"),
  TRACKED("+ agent, tracked", "ns/event"),
  TRACKED_TO_BARE("tracked : bare", "x"),
  ALONE_TO_EMPTY("agent : empty", "x"),
  BPFTRACE_TO_ALONE("bpftrace : agent", "x");

  private final String heading;
  private final String unit;

  EventColumn(String heading, String unit) {
    this.heading = heading;
    this.unit = unit;
  }

  /** Its heading. */
  public String heading() {
    return heading;
  }

  String unit() {
    return unit;
  }

  /** The figure of a kind. */
  public String figure(EventKind kind) {
    return "events." + kind.id() + "." + name().toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
