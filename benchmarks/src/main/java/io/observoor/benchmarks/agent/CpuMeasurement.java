package io.observoor.benchmarks.agent;

import io.observoor.benchmarks.Effort;
import io.observoor.benchmarks.report.Figures;
import io.observoor.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures CPU and memory of one agent: idle, then after a warm-up under the highest load, under
 * each load from the lowest on.
 */
public final class CpuMeasurement {
  private static final int WARM_UP_RATE = 500_000;

  private final Harness harness;
  private final Effort effort;

  /** Configures the measurement. */
  public CpuMeasurement(Harness harness, Effort effort) {
    this.harness = harness;
    this.effort = effort;
  }

  /** Measures all loads. */
  public void run(Results results) throws IOException {
    Path data = harness.dataDirectory();
    try (Writer writer = harness.writer(0);
        Child agent = harness.agent(data, List.of(writer))) {
      Pauses.millis(effort.idleMillis());
      memory(agent, "idle", results);
      for (int load : Figures.LOADS) {
        if (load > 0) {
          warmUp(writer, load);
        }
        measure(agent, writer, load, results);
      }
      memory(agent, "loaded", results);
      agent.stop();
    } finally {
      Harness.delete(data);
    }
  }

  private void warmUp(Writer writer, int load) {
    boolean first = load == Figures.LOADS.get(1);
    writer.beginPaced(first ? WARM_UP_RATE : load, effort.warmUpMillis());
    writer.await();
  }

  private void measure(Child agent, Writer writer, int load, Results results) throws IOException {
    long threads = ProcessUsage.threadsNanos(agent.pid());
    long process = ProcessUsage.processNanos(agent.pid());
    long begin = System.nanoTime();
    String detail = "";
    if (load == 0) {
      Pauses.millis(effort.millis());
    } else {
      writer.beginPaced(load, effort.millis());
      Writer.Work work = writer.await();
      detail =
          "at %,.0f/s, a burst late by %.1f ms at worst; "
              .formatted(work.callsPerSecond(), work.lateNanos() / 1e6);
    }
    long taken = System.nanoTime() - begin;
    threads = ProcessUsage.threadsNanos(agent.pid()) - threads;
    process = ProcessUsage.processNanos(agent.pid()) - process;
    results.put(
        "cpu." + load,
        100.0 * threads / taken,
        detail + "utime + stime: %.2f %%".formatted(100.0 * process / taken));
  }

  private static void memory(Child agent, String id, Results results) throws IOException {
    results.put("rss." + id, ProcessUsage.residentMebibytes(agent.pid()), "");
    results.put("pss." + id, ProcessUsage.proportionalMebibytes(agent.pid()), "");
  }
}
