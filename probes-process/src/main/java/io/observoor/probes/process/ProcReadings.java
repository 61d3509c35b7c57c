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
 * Readings of all tracked processes at a window's end, shared by the tables: the first table that
 * asks triggers the reading. Confined to the thread that collects snapshots.
 */
final class ProcReadings {
  private static final Logger LOG = LoggerFactory.getLogger("probes");

  /** Readings up to this time never skip a window. */
  private static final long SHORT_MILLIS = 20;

  private final ProcReader reader;
  private final LongSupplier nanoClock;
  private Window window;
  private List<ProcReading> readings = List.of();
  private long resumeMillis = Long.MIN_VALUE;
  private boolean warned;

  /**
   * Creates readings.
   *
   * @param nanoClock measures the time of a reading
   */
  ProcReadings(ProcReader reader, LongSupplier nanoClock) {
    this.reader = reader;
    this.nanoClock = nanoClock;
  }

  /**
   * Returns the readings for a window; empty if the window is skipped. Reading uses at most half of
   * the time: after a reading longer than half a window, the next windows are skipped, so that they
   * do not queue up.
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
            "reading /proc of {} processes takes {} ms, more than half of a window of {} ms: some"
                + " windows have no process snapshots (set a longer"
                + " sinks.aggregated.resolution.interval to get all)",
            all.size(),
            millis,
            asked.intervalMillis());
      }
    }
    return all;
  }
}
