package io.observoor.libbpf;

/** The clock of the time stamps that BPF programs write. Any thread. */
public final class MonotonicClock {
  private MonotonicClock() {}

  /**
   * Returns CLOCK_MONOTONIC in ns, comparable with {@code bpf_ktime_get_ns()}: on Linux the value
   * of {@link System#nanoTime()}. A test compares the two.
   */
  public static long nanos() {
    return System.nanoTime();
  }
}
