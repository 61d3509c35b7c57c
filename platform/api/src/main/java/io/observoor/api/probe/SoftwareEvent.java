package io.observoor.api.probe;

/**
 * A software event of the kernel's perf subsystem ({@code enum perf_sw_ids} of {@code
 * include/uapi/linux/perf_event.h}) at which a program of the section {@code perf_event} runs, on
 * every online CPU and for every thread.
 *
 * @param kind what the kernel counts
 * @param period the program runs at every {@code period}th occurrence; for {@link Kind#CPU_CLOCK},
 *     every {@code period} ns
 */
public record SoftwareEvent(Kind kind, long period) {

  /** Refuses a period that is not positive. */
  public SoftwareEvent {
    if (period <= 0) {
      throw new IllegalArgumentException(
          "the period of " + kind + " must be positive, and is " + period);
    }
  }

  /** Runs the program at every occurrence. */
  public static SoftwareEvent each(Kind kind) {
    return new SoftwareEvent(kind, 1);
  }

  /** What the kernel counts. */
  public enum Kind {
    /** A timer of each CPU; its period is in ns. */
    CPU_CLOCK(0),
    /** Page faults of both kinds. */
    PAGE_FAULTS(2),
    /** Context switches. */
    CONTEXT_SWITCHES(3),
    /** Moves of a thread to another CPU. */
    CPU_MIGRATIONS(4),
    /** Page faults that needed no I/O. */
    PAGE_FAULTS_MINOR(5),
    /** Page faults that waited for I/O. */
    PAGE_FAULTS_MAJOR(6);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    /** The kernel's number. */
    public int number() {
      return number;
    }
  }
}
