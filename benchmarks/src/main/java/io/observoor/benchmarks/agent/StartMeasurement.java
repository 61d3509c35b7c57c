package io.observoor.benchmarks.agent;

import io.observoor.benchmarks.Effort;
import io.observoor.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the time from the start of {@code bin/observoor} to the first counted event. A process
 * makes calls at a known rate; the end of the first window and the number of calls in it give the
 * time of the first call.
 */
public final class StartMeasurement {
  private static final int RATE = 100_000;
  private static final int WRITER_MILLIS = 60_000;

  /** Calls fill the first window from the first call to the end. */
  private static final int AFTER_MILLIS = 2_000;

  private static final String WITHOUT_CACHE = "-XX:AOTMode=off";

  private final Harness harness;
  private final Effort effort;

  /** Configures the measurement. */
  public StartMeasurement(Harness harness, Effort effort) {
    this.harness = harness;
    this.effort = effort;
  }

  /** Measures with and without the AOT cache. */
  public void run(Results results) throws IOException, SQLException {
    if (Files.exists(harness.aotCache())) {
      measure("start.cached", "", results);
    } else {
      System.err.println("no figure for a start with an AOT cache: no " + harness.aotCache());
    }
    measure("start.uncached", WITHOUT_CACHE, results);
  }

  private void measure(String id, String javaOptions, Results results)
      throws IOException, SQLException {
    List<Double> millis = new ArrayList<>();
    for (int round = 0; round < effort.rounds(); round++) {
      millis.add(once(javaOptions));
    }
    millis.sort(null);
    String detail = "best %.0f ms of %d starts".formatted(millis.getFirst(), millis.size());
    results.put(id, millis.get(millis.size() / 2), detail);
    results.put(id + ".worst", millis.getLast(), "");
  }

  private double once(String javaOptions) throws IOException, SQLException {
    Path data = harness.dataDirectory();
    try (Writer writer = harness.writer(0)) {
      writer.beginPaced(RATE, WRITER_MILLIS);
      long begin = System.currentTimeMillis();
      try (Child agent = harness.startAgent(data, List.of(writer), javaOptions)) {
        Harness.awaitTracking(agent, List.of(writer));
        Pauses.millis(AFTER_MILLIS);
        agent.stop();
      }
      try (Rows rows = new Rows(data)) {
        double callingMillis = rows.firstWindowReads() * 1000.0 / RATE;
        return rows.firstWindowEnd() - callingMillis - begin;
      }
    } finally {
      Harness.delete(data);
    }
  }
}
