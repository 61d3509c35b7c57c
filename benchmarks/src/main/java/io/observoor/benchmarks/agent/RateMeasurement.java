package io.observoor.benchmarks.agent;

import io.observoor.benchmarks.Effort;
import io.observoor.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures the highest rate of real events without a loss: first at the writers' maximum, then
 * slower until there is no loss. The counts and losses in the agent's files must add up to the
 * writers' calls.
 */
public final class RateMeasurement {
  private static final double[] SHARES = {0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2};

  /** A loss is in a row after the reader's next pass, the window's end and the grace. */
  private static final int SETTLING_MILLIS = 2_000;

  private final Harness harness;
  private final Effort effort;

  /** Configures the measurement. */
  public RateMeasurement(Harness harness, Effort effort) {
    this.harness = harness;
    this.effort = effort;
  }

  /** Measures one and two writers, pinned and not. */
  public void run(Results results) throws IOException, SQLException {
    measure("rate.one.pinned", List.of(0), results);
    measure("rate.one.free", List.of(-1), results);
    measure("rate.two.pinned", List.of(0, 1), results);
    measure("rate.two.free", List.of(-1, -1), results);
  }

  private void measure(String id, List<Integer> cpus, Results results)
      throws IOException, SQLException {
    if (Runtime.getRuntime().availableProcessors() < cpus.size()) {
      return;
    }
    Outcome flat = once(cpus, writer -> writer.beginFlat(effort.millis()));
    Outcome best = flat;
    for (int i = 0; i < SHARES.length && best.lost > 0 && !effort.isSmoke(); i++) {
      long each = (long) (flat.rate * SHARES[i] / cpus.size());
      best = once(cpus, writer -> writer.beginPaced(each, effort.millis()));
    }
    String detail =
        flat.lost == 0
            ? "flat out"
            : "flat out %,.0f/s with %,d of %,d lost".formatted(flat.rate, flat.lost, flat.calls);
    if (best.unaccounted != 0 || flat.unaccounted != 0) {
      detail += "; UNACCOUNTED: %,d".formatted(best.unaccounted + flat.unaccounted);
    }
    results.put(id, best.lost == 0 || effort.isSmoke() ? best.rate : 0, detail);
  }

  private void settle() {
    Pauses.millis(Math.min(SETTLING_MILLIS, effort.millis()));
  }

  private Outcome once(List<Integer> cpus, Consumer<Writer> load) throws IOException, SQLException {
    Path data = harness.dataDirectory();
    List<Writer> writers = new ArrayList<>();
    try {
      cpus.forEach(cpu -> writers.add(harness.writer(cpu)));
      long reads = 0;
      long calls = 0;
      double rate = 0;
      long since;
      try (Child agent = harness.agent(data, writers)) {
        writers.forEach(writer -> writer.beginFlat(effort.warmUpMillis()));
        writers.forEach(Writer::await);
        settle();
        since = System.currentTimeMillis();
        writers.forEach(load);
        for (Writer writer : writers) {
          Writer.Work work = writer.await();
          reads += work.reads();
          calls += work.calls();
          rate += work.callsPerSecond();
        }
        settle();
        agent.stop();
      }
      try (Rows rows = new Rows(data)) {
        // a writer's first read, of a command, began before the agent was attached
        long unaccounted = reads - writers.size() - rows.reads() - rows.lost(0);
        return new Outcome(rate, calls, rows.lost(since), unaccounted);
      }
    } finally {
      writers.forEach(Writer::close);
      Harness.delete(data);
    }
  }

  /**
   * The result of a run.
   *
   * @param rate calls per second of all writers
   * @param calls measured calls
   * @param lost lost calls according to the agent
   * @param unaccounted calls since the agent's start that were neither counted nor lost
   */
  private record Outcome(double rate, long calls, long lost, long unaccounted) {}
}
