package io.observoor.benchmarks.path;

import io.observoor.kernel.ring.ReaderCounters;

/** Fails benchmarks that lose events. */
final class Checks {
  private Checks() {}

  /** Fails unless each pass read the whole {@link PreparedRing}. */
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
