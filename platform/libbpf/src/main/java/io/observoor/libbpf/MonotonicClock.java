package io.observoor.libbpf;

/** The clock that BPF programs stamp events with. Any thread. */
public final class MonotonicClock {
  private MonotonicClock() {}

  /**
   * Nanoseconds of CLOCK_MONOTONIC, comparable with {@code bpf_ktime_get_ns()}. On Linux that is
   * what {@link System#nanoTime()} returns, unchanged and without a foreign call; a test compares
   * the two.
   */
  public static long nanos() {
    return System.nanoTime();
  }
}
