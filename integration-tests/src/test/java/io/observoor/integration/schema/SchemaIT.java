package io.observoor.integration.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.Commands.Result;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code observoor migrate} creates the reference agent's tables. */
final class SchemaIT {
  private static final String OWN = "observoor_losses";

  @TempDir static Path directory;

  private static ClickHouseServer server;

  @BeforeAll
  static void start() {
    server = ClickHouseServer.start(directory.resolve("clickhouse"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String output(Result result) {
    assertEquals(0, result.status(), () -> result.output() + result.errors());
    return result.output();
  }

  @Test
  void createsTheTablesOfTheReferenceAgent() throws IOException {
    Path configuration = SchemaTools.configuration(directory, server, "reference");
    String output = output(SchemaTools.observoor(configuration, "up"));
    assertTrue(output.contains("clickhouse: up 8 create_sync_state ("), output);

    List<String> columns = new ArrayList<>();
    for (List<String> row :
        server.query(
            """
            SELECT table, position, name, concat(type, if(default_kind = '', '', ' DEFAULT ' || default_expression))
            FROM system.columns WHERE database = 'reference' AND table NOT IN ('schema_migrations', '%s')
            ORDER BY table, position
            """
                .formatted(OWN))) {
      columns.add(String.join("\t", row));
    }
    assertEquals(
        resource("reference-schema.tsv").stream()
            // ClickHouse's notation
            .map(line -> line.replace("DEFAULT 1.0", "DEFAULT 1."))
            .sorted()
            .toList(),
        columns.stream().sorted().toList());

    List<String> keys =
        server
            .query(
                "SELECT name, partition_key, sorting_key FROM system.tables WHERE database = 'reference'"
                    + " AND engine_full LIKE 'ReplacingMergeTree(updated_date_time) %' AND name != '"
                    + OWN
                    + "'")
            .stream()
            .map(row -> String.join("\t", row))
            .sorted()
            .toList();
    assertEquals(resource("reference-order-keys.tsv").stream().sorted().toList(), keys);
    assertEquals(37, keys.size());
  }

  @Test
  void everyTableAndColumnHasAComment() throws IOException {
    output(SchemaTools.observoor(SchemaTools.configuration(directory, server, "commented"), "up"));
    assertEquals(
        List.of(List.of("schema_migrations", "3")),
        server.query(
            "SELECT table, count() FROM system.columns WHERE database = 'commented' AND comment = '' GROUP BY table"));
    assertEquals(
        List.of(List.of("schema_migrations")),
        server.query(
            "SELECT name FROM system.tables WHERE database = 'commented' AND comment = ''"));
  }

  @Test
  void commandsReportWhatTheyDo() throws IOException {
    Path configuration = SchemaTools.configuration(directory, server, "commands");
    assertTrue(
        output(SchemaTools.observoor(configuration, "status"))
            .startsWith("clickhouse: version 0 of "));
    output(SchemaTools.observoor(configuration, "up"));
    assertTrue(
        output(SchemaTools.observoor(configuration, "up")).startsWith("clickhouse: nothing to do"));
    String json = output(SchemaTools.observoor(configuration, "status", "-j"));
    assertTrue(json.startsWith("{\"sinks\":[{\"sink\":\"clickhouse\",\"version\":45,"), json);
    assertFalse(json.contains("\"done\":false"), json);

    Result unconfirmed = SchemaTools.observoor(configuration, "down");
    assertEquals(2, unconfirmed.status());
    assertTrue(unconfirmed.errors().contains("add --yes"), unconfirmed.errors());
    assertTrue(
        output(SchemaTools.observoor(configuration, "down", "2", "--yes"))
            .contains("clickhouse: undone 2, version 43"));
    output(SchemaTools.observoor(configuration, "down", "--all", "--yes"));
    assertEquals(
        List.of(List.of("schema_migrations")),
        server.query("SELECT name FROM system.tables WHERE database = 'commands'"));
    assertTrue(
        output(SchemaTools.observoor(configuration, "down", "--yes")).contains("nothing to undo"));
  }

  @Test
  void failsWithoutASinkThatHasTables() throws IOException {
    Path configuration =
        Files.writeString(
            directory.resolve("none.yaml"),
            """
            meta_client_name: schema
            meta_network_name: mainnet
            """);
    Result result = SchemaTools.observoor(configuration, "up");
    assertEquals(1, result.status());
    assertTrue(result.errors().contains("no sink with tables is configured"));
  }

  @Test
  void namesAServerThatDoesNotAnswer() throws IOException {
    Path configuration = SchemaTools.configuration(directory, server, "unreachable");
    Files.writeString(
        configuration,
        Files.readString(configuration).replace(server.endpoint(), "http://127.0.0.1:1"));
    Result result = SchemaTools.observoor(configuration, "status");
    assertEquals(1, result.status());
    assertTrue(result.errors().contains("http://127.0.0.1:1"), result.errors());
  }

  private static List<String> resource(String name) throws IOException {
    Path resources = Path.of("..", "architecture-tests", "src", "test", "resources");
    return Files.readAllLines(resources.resolve(name)).stream().skip(1).toList();
  }
}
