package io.observoor.benchmarks.report;

import java.util.Locale;

/** A kind of event of the part {@code events}, named as in {@code events.c}. */
public enum EventKind {
  SWITCH("context switch, with the wake-up before it"),
  WAKEUP("wake-up alone"),
  FAULT("minor page fault"),
  TCP("TCP, a byte sent and received"),
  UDP("UDP, a byte sent and received"),
  CONNECT("TCP connection made, accepted, reset"),
  FORK("process made and ended"),
  DISK("4 KiB written with O_DIRECT"),
  OPEN("file opened and closed"),
  FUTEX("futex wake of nobody"),
  MMAP("page mapped and unmapped");

  private final String what;

  EventKind(String what) {
    this.what = what;
  }

  /** Returns the description of one event. */
  public String what() {
    return what;
  }

  /** Returns the name in {@code events.c}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
