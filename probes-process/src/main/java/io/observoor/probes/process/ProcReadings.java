package io.observoor.probes.process;

import io.observoor.api.batch.Window;
import io.observoor.api.probe.TrackedProcess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All processes at a window's end. The first table that asks has them read, the others get the
 * same: called by the one thread that collects snapshots.
 */
final class ProcReadings {
  private static final Logger LOG = LoggerFactory.getLogger(ProcReadings.class);

  /** A reading as short as this is never too long for its window. */
  private static final long SHORT_MILLIS = 20;

  private final ProcReader reader;
  private final LongSupplier nanoClock;
  private Window window;
  private List<ProcReading> readings = List.of();
  private long resumeMillis = Long.MIN_VALUE;
  private boolean warned;

  /**
   * Nothing read yet.
   *
   * @param nanoClock what a reading's time is taken with
   */
  ProcReadings(ProcReader reader, LongSupplier nanoClock) {
    this.reader = reader;
    this.nanoClock = nanoClock;
  }

  /**
   * The readings for a window. Reading takes half of the time at most: after one that took longer
   * than half a window, the next windows have none, else the windows would pile up behind it.
   */
  List<ProcReading> of(Window asked, Collection<TrackedProcess> processes) {
    if (!asked.equals(window)) {
      window = asked;
      readings = asked.endMillis() < resumeMillis ? List.of() : read(asked, processes);
    }
    return readings;
  }

  private List<ProcReading> read(Window asked, Collection<TrackedProcess> processes) {
    long start = nanoClock.getAsLong();
    List<ProcReading> all = new ArrayList<>(processes.size());
    processes.forEach(process -> all.add(reader.read(process.pid(), process.client().id())));
    long millis = TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - start);
    if (millis > SHORT_MILLIS) {
      resumeMillis = asked.endMillis() + 2 * millis;
      if (2 * millis > asked.intervalMillis() && !warned) {
        warned = true;
        LOG.warn(
            "reading /proc of {} processes takes {} ms, more than half a window of {} ms: some"
                + " windows go without process snapshots (a longer"
                + " sinks.aggregated.resolution.interval has them all)",
            all.size(),
            millis,
            asked.intervalMillis());
      }
    }
    return all;
  }
}
