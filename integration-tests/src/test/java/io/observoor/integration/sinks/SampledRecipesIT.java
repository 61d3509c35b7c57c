package io.observoor.integration.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import io.observoor.integration.events.EveryEvent;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The queries that docs/sinks.md recommends for sampled tables estimate the true totals: an agent
 * that samples and one that does not track the same processes and write to the same tables.
 */
final class SampledRecipesIT {
  private static final String DATABASE = "sampled";
  private static final double RATE = 0.25;

  /** A binomial distribution exceeds this once in two million runs. */
  private static final double DEVIATIONS = 5;

  @TempDir static Path directory;

  private static ClickHouseServer server;

  @BeforeAll
  static void provoke() throws Exception {
    Requirements.root();
    server = ClickHouseServer.start(directory.resolve("clickhouse"));
    try (RunningAgent sampling = agent("sampling", "{mode: probability, rate: " + RATE + "}");
        RunningAgent complete = agent("complete", "{mode: none, rate: 1.0}")) {
      EveryEvent.exchange(List.of(sampling, complete), directory.resolve("work"));
      assertEquals(0, sampling.stop(), sampling::tail);
      assertEquals(0, complete.stop(), complete::tail);
    }
  }

  private static RunningAgent agent(String name, String sampling) throws Exception {
    Path configuration =
        Files.writeString(
            directory.resolve(name + ".yaml"),
            """
            meta_client_name: %s
            meta_network_name: mainnet
            pid:
              process_names: [%s]
            health:
              addr: ""
            sinks:
              aggregated:
                sampling:
                  default: %s
                clickhouse:
                  enabled: true
                  endpoint: %s
                  database: %s
                  migrations:
                    enabled: true
            """
                .formatted(
                    name,
                    String.join(", ", EveryEvent.NAMES),
                    sampling,
                    server.endpoint(),
                    DATABASE));
    RunningAgent agent =
        RunningAgent.start(
            "run",
            "--config",
            configuration.toString(),
            "--data",
            directory.resolve(name).toString());
    try {
      agent.await("the probes attached", line -> line.contains("tracking: "));
      return agent;
    } catch (RuntimeException | Error e) {
      agent.close();
      throw e;
    }
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void estimatedTotals() {
    List<String> estimated = totals("sampling");
    List<String> made = totals("complete");
    assertEquals(
        List.of(
            Integer.toString(EveryEvent.EXCHANGES * EveryEvent.EXCHANGED_BYTES),
            Integer.toString(EveryEvent.EXCHANGES)),
        made,
        "totals of the agent without sampling");
    double events = EveryEvent.EXCHANGES;
    double deviation = Math.sqrt(events * (1 - RATE) / RATE);
    assertNear(events, Double.parseDouble(estimated.get(1)), DEVIATIONS * deviation);
    assertNear(
        events * EveryEvent.EXCHANGED_BYTES,
        Double.parseDouble(estimated.get(0)),
        DEVIATIONS * deviation * EveryEvent.EXCHANGED_BYTES);
  }

  @Test
  void estimatedMeans() {
    List<String> complete = futexes("complete").getFirst();
    List<String> sampled = futexes("sampling").getFirst();
    double least = Double.parseDouble(complete.get(1));
    double most = Double.parseDouble(complete.get(2));
    double kept = Double.parseDouble(sampled.get(3));
    assertTrue(kept >= 100, () -> kept + " calls kept");
    // Hoeffding's bound: exceeded once in a billion runs, for any distribution of latencies
    double bound = (most - least) * Math.sqrt(Math.log(2e9) / (2 * kept));
    assertNear(
        Double.parseDouble(complete.getFirst()), Double.parseDouble(sampled.getFirst()), bound);
  }

  /** The query of docs/sinks.md, over all minutes. */
  private static List<String> totals(String agent) {
    return server
        .query(
            """
            SELECT sum(sum / sampling_rate), sum(count / sampling_rate)
            FROM %s.net_io FINAL
            WHERE direction = 'tx' AND pid IN
              (SELECT pid FROM %s.net_io WHERE meta_client_name = 'complete')
              AND meta_client_name = '%s'
            """
                .formatted(DATABASE, DATABASE, agent))
        .getFirst();
  }

  private static List<List<String>> futexes(String agent) {
    return server.query(
        """
        SELECT sum(sum / sampling_rate) / nullIf(sum(count / sampling_rate), 0),
          min(min), max(max), sum(count)
        FROM %s.syscall_futex FINAL
        WHERE meta_client_name = '%s'
        """
            .formatted(DATABASE, agent));
  }

  private static void assertNear(double expected, double actual, double tolerance) {
    assertTrue(
        Math.abs(expected - actual) <= tolerance,
        () -> actual + " instead of " + expected + " ± " + tolerance);
  }
}
