package io.observoor.integration.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.Commands;
import io.observoor.integration.Commands.Result;
import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import io.observoor.integration.Workload;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** golang-migrate applies the migrations, and the agent uses its tables. */
@Tag("peers")
final class GolangMigrateIT {
  private static final Path CHECKOUT =
      Path.of(System.getProperty("observoor.checkout")).toAbsolutePath().normalize();
  private static final String NEWEST = "45";
  private static final int READS = 1009;
  private static final int ROUNDS = 5;

  @TempDir static Path directory;

  private static ClickHouseServer server;
  private static String program;

  @BeforeAll
  static void start() {
    program =
        Commands.run(CHECKOUT.resolve("scripts/fetch-migrate").toString())
            .lines()
            .reduce((first, last) -> last)
            .orElseThrow();
    server = ClickHouseServer.start(directory.resolve("clickhouse"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Runs golang-migrate in a database and returns its output. */
  private static String migrate(String database, String options, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "-source",
                "file://" + CHECKOUT.resolve("deploy/migrations/clickhouse"),
                "-database",
                "clickhouse://127.0.0.1:%d?database=%s%s"
                    .formatted(server.nativePort(), database, options)));
    command.addAll(List.of(arguments));
    return Commands.run(command);
  }

  private static void create(String database) {
    server.query("CREATE DATABASE " + database);
  }

  private static Path configuration(String database) throws IOException {
    return SchemaTools.configuration(directory, server, database);
  }

  private static String observoor(Path configuration, String... arguments) {
    Result result = SchemaTools.observoor(configuration, arguments);
    assertEquals(0, result.status(), () -> result.output() + result.errors());
    return result.output();
  }

  @Test
  void bothToolsCreateTheSameTables() throws IOException {
    create("by_migrate");
    migrate("by_migrate", "", "up");
    assertEquals(NEWEST, migrate("by_migrate", "", "version").strip());
    Path configuration = configuration("by_observoor");
    observoor(configuration, "up");

    List<String> statements = SchemaTools.statements(server, "by_migrate");
    assertEquals(39, statements.size());
    assertEquals(statements, SchemaTools.statements(server, "by_observoor"));
    assertEquals(
        SchemaTools.states(server, "by_migrate"), SchemaTools.states(server, "by_observoor"));

    // each continues the other's database
    assertEquals(NEWEST, migrate("by_observoor", "", "version").strip());
    assertTrue(migrate("by_observoor", "", "up").contains("no change"));
    assertTrue(observoor(configuration("by_migrate"), "up").contains("nothing to do"));

    migrate("by_migrate", "", "down", "-all");
    observoor(configuration, "down", "--all", "--yes");
    assertEquals(1, SchemaTools.statements(server, "by_migrate").size());
    assertEquals(
        SchemaTools.statements(server, "by_migrate"),
        SchemaTools.statements(server, "by_observoor"));
    assertEquals(
        SchemaTools.states(server, "by_migrate"), SchemaTools.states(server, "by_observoor"));
    assertEquals("-1", SchemaTools.states(server, "by_migrate").getLast().getFirst());
  }

  @Test
  void worksWithMultiStatementMode() {
    create("multi");
    migrate("multi", "&x-multi-statement=true", "up");
    assertEquals(39, SchemaTools.statements(server, "multi").size());
    migrate("multi", "&x-multi-statement=true", "down", "-all");
    assertEquals(1, SchemaTools.statements(server, "multi").size());
  }

  /** A database of the reference agent has 37 tables and version 7. */
  @Test
  void continuesTheReferenceAgentsDatabase() {
    create("fresh");
    migrate("fresh", "", "up");
    create("continued");
    migrate("continued", "", "up");
    server.query("DROP TABLE continued.observoor_losses");
    migrate("continued", "", "force", "7");
    server.query(
        "INSERT INTO continued.oom_kill (window_start, pid) VALUES ('2026-01-01 00:00:00', 1)");

    migrate("continued", "", "up");

    assertEquals(NEWEST, migrate("continued", "", "version").strip());
    assertEquals(
        SchemaTools.statements(server, "fresh"), SchemaTools.statements(server, "continued"));
    assertEquals("1", server.value("SELECT count() FROM continued.oom_kill"));
  }

  /** An unfinished migration stops golang-migrate but not the agent. */
  @Test
  void agentFinishesAMigrationOfGolangMigrate() throws IOException {
    create("unfinished");
    server.query("CREATE TABLE unfinished.other (n UInt8) ENGINE = Memory");
    migrate("unfinished", "", "up", "12");
    server.query(
        "INSERT INTO unfinished.schema_migrations VALUES (19, 1, %d)"
            .formatted((System.currentTimeMillis() + 1) * 1_000_000));

    Path configuration = configuration("unfinished");
    assertTrue(observoor(configuration, "status").startsWith("clickhouse: dirty at version 19"));
    observoor(configuration, "up");

    assertEquals(NEWEST, migrate("unfinished", "", "version").strip());
    assertEquals(40, SchemaTools.statements(server, "unfinished").size());
  }

  @Test
  void agentUsesTheTablesOfGolangMigrate() throws IOException {
    Requirements.root();
    create("run");
    migrate("run", "", "up");
    List<String> before = SchemaTools.statements(server, "run");
    try (Workload workload = Workload.start(directory.resolve("work"), List.of("read=" + READS));
        RunningAgent agent =
            RunningAgent.tracking(
                directory.resolve("data"),
                workload.pid(),
                "--config",
                configuration("run").toString())) {
      for (int round = 0; round < ROUNDS; round++) {
        workload.round();
      }
      assertEquals(0, agent.stop(), agent::tail);
    }
    assertEquals(
        "" + ROUNDS * READS, server.value("SELECT sum(count) FROM run.syscall_read FINAL"));
    assertEquals(before, SchemaTools.statements(server, "run"));
  }
}
