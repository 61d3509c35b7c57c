package io.observoor.benchmarks.path;

import io.observoor.kernel.ring.ReaderCounters;

/** A benchmark that does not do what it says has no figure. */
final class Checks {
  private Checks() {}

  /** Fails unless each pass read all of a {@link PreparedRing}. */
  static void allRead(ReaderCounters counters, int type) {
    long read = counters.read(type);
    if (read == 0
        || read % PreparedRing.EVENTS != 0
        || counters.decodeErrors() + counters.resynchronisations() > 0) {
      throw new IllegalStateException(
          "read %d events with %d decode errors and %d resynchronisations"
              .formatted(read, counters.decodeErrors(), counters.resynchronisations()));
    }
  }
}
