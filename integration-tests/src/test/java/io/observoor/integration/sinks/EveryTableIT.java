package io.observoor.integration.sinks;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import io.observoor.integration.events.EveryEvent;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent with every probe and both the ClickHouse and the Parquet sink, while every event occurs:
 * tables and files hold the same rows.
 */
final class EveryTableIT {
  private static final String DATABASE = "every";

  /** Tables that no probe fills yet. */
  private static final List<String> UNFILLED = List.of("sync_state", "host_specs");

  /** Has rows only after losses. */
  private static final String LOSSES = "observoor_losses";

  @TempDir static Path directory;

  private static ClickHouseServer server;

  @BeforeAll
  static void provoke() throws Exception {
    Requirements.root();
    server = ClickHouseServer.start(directory.resolve("clickhouse"));
    Path configuration =
        Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            meta_client_name: every
            meta_network_name: mainnet
            pid:
              process_names: [%s]
            sinks:
              aggregated:
                parquet:
                  enabled: true
                clickhouse:
                  enabled: true
                  endpoint: %s
                  database: %s
                  migrations:
                    enabled: true
            """
                .formatted(String.join(", ", EveryEvent.NAMES), server.endpoint(), DATABASE));
    try (RunningAgent agent =
        RunningAgent.start(
            "run",
            "--config",
            configuration.toString(),
            "--data",
            directory.resolve("data").toString())) {
      agent.await("the probes attached", line -> line.contains("tracking: "));
      EveryEvent.provoke(agent, Files.createDirectory(directory.resolve("work")));
      assertEquals(0, agent.stop(), agent::tail);
    }
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void everyTableHasRows() {
    List<String> empty =
        tables().stream()
            .filter(table -> !UNFILLED.contains(table) && !table.equals(LOSSES))
            .filter(table -> server.value("SELECT count() FROM " + at(table)).equals("0"))
            .toList();
    assertEquals(List.of(), empty);
  }

  @Test
  void noLosses() {
    assertEquals(List.of(), server.query("SELECT * FROM " + at(LOSSES)));
  }

  @Test
  void tablesAndFilesHaveTheSameRows() throws Exception {
    List<String> parts = new ArrayList<>();
    for (String table : tables()) {
      if (!UNFILLED.contains(table) && !table.equals(LOSSES)) {
        String row =
            " SELECT '%s' t, count(), sum(cityHash64(%s)) FROM ".formatted(table, columns(table));
        Path files = directory.resolve("data").resolve(table);
        parts.add(row + "file('" + files + "/**/*.parquet', 'Parquet')");
        parts.add(row + at(table) + " FINAL");
      }
    }
    List<List<String>> both =
        server.query(String.join(" UNION ALL ", parts) + " SETTINGS session_timezone = 'UTC'");
    assertEquals(parts.size(), both.size());
    Map<String, Set<List<String>>> different =
        both.stream().collect(groupingBy(List::getFirst, TreeMap::new, toSet()));
    different.values().removeIf(answers -> answers.size() == 1);
    assertEquals(Map.of(), different, "files and tables differ");
  }

  /** Returns the columns as texts: files have no LowCardinality. */
  private static String columns(String table) {
    return String.join(
        ", ",
        server
            .query(
                "SELECT name FROM system.columns WHERE database = '%s' AND table = '%s' ORDER BY position"
                    .formatted(DATABASE, table))
            .stream()
            .map(row -> "toString(" + row.getFirst() + ")")
            .toList());
  }

  private static List<String> tables() {
    return server
        .query(
            "SELECT name FROM system.tables WHERE database = '%s' AND name != 'schema_migrations' ORDER BY name"
                .formatted(DATABASE))
        .stream()
        .map(List::getFirst)
        .toList();
  }

  private static String at(String table) {
    return DATABASE + "." + table;
  }
}
