package io.observoor.benchmarks.report;

import java.util.Locale;

/** A measurement of each {@link EventKind}: a column of the table. */
public enum EventColumn {
  BARE("bare", "ns/event"),
  /** Excess of the bare event's median over its best: smaller differences are noise. */
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

  /** Returns the heading. */
  public String heading() {
    return heading;
  }

  String unit() {
    return unit;
  }

  /** Returns the id of a kind's figure. */
  public String figure(EventKind kind) {
    return "events." + kind.id() + "." + name().toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
