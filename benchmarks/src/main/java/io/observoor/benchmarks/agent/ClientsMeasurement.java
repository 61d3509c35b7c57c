package io.observoor.benchmarks.agent;

import io.observoor.benchmarks.Effort;
import io.observoor.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what all probes cost a real client: geth's transactions per second with and without the
 * agent, in pairs of alternating order, so that neither a slow minute of the machine nor the
 * growing chain favours one side.
 */
public final class ClientsMeasurement {
  private final Harness harness;
  private final Effort effort;
  private final List<Double> bare = new ArrayList<>();
  private final List<Double> traced = new ArrayList<>();
  private final List<Double> lostShares = new ArrayList<>();
  private final List<Double> agentShares = new ArrayList<>();
  private long lostEvents;

  /** Configures the measurement. */
  public ClientsMeasurement(Harness harness, Effort effort) {
    this.harness = harness;
    this.effort = effort;
  }

  /** Measures all pairs. */
  public void run(Results results) throws IOException, InterruptedException, SQLException {
    Path program;
    try {
      program = Geth.program(harness.script("fetch-geth"));
    } catch (IOException e) {
      System.err.println("no figures for geth: " + e.getMessage());
      return;
    }
    Path directory = harness.dataDirectory();
    try (Geth geth = Geth.start(program, directory)) {
      geth.transact(effort.warmUpMillis());
      for (int pair = 0; pair < 2 * effort.rounds(); pair++) {
        if (pair % 2 == 0) {
          bare.add(geth.transact(millis()));
          measureTraced(geth);
        } else {
          measureTraced(geth);
          bare.add(geth.transact(millis()));
        }
        lostShares.add(100 * (1 - traced.getLast() / bare.getLast()));
      }
    } finally {
      Harness.delete(directory);
    }
    put(results, "clients.geth.bare", bare);
    put(results, "clients.geth.traced", traced);
    put(results, "clients.geth.lost", lostShares);
    put(results, "clients.geth.agent", agentShares);
    if (lostEvents > 0) {
      System.err.println("the agent lost " + lostEvents + " events of geth");
    }
  }

  private long millis() {
    return effort.millis() / 2;
  }

  private void measureTraced(Geth geth) throws IOException, InterruptedException, SQLException {
    Path data = harness.dataDirectory();
    try (Child agent = harness.agent(data, geth.pid())) {
      geth.transact(effort.warmUpMillis());
      long since = System.currentTimeMillis();
      long nanos = ProcessUsage.threadsNanos(agent.pid());
      long begin = System.nanoTime();
      traced.add(geth.transact(millis()));
      long taken = System.nanoTime() - begin;
      agentShares.add(100.0 * (ProcessUsage.threadsNanos(agent.pid()) - nanos) / taken);
      agent.stop();
      try (Rows rows = new Rows(data)) {
        lostEvents += rows.lost(since);
      }
    } finally {
      Harness.delete(data);
    }
  }

  private static void put(Results results, String id, List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    results.put(
        id,
        median,
        "median of %d, from %.1f to %.1f"
            .formatted(sorted.size(), sorted.getFirst(), sorted.getLast()));
  }
}
