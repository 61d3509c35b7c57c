package io.observoor.sinks.clickhouse.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.sink.SchemaMigrations.Status;
import io.observoor.api.sink.SchemaMigrations.Step;
import io.observoor.api.sink.SinkException;
import io.observoor.testing.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MigrationTest extends SchemaFixture {
  private static final long NEWEST = migrations(TableTopology.SINGLE).newest();
  private static final int MIGRATIONS = migrations(TableTopology.SINGLE).all().size();

  private final List<String> progress = new ArrayList<>();

  @Test
  void createsDatabaseAndTables() throws SinkException {
    creating().prepare();

    assertEquals(NEWEST + " 0", state());
    assertEquals(39, tables().size());
    Status status = creating().status();
    assertEquals(NEWEST, status.version());
    assertEquals(NEWEST, status.newest());
    assertTrue(status.steps().stream().allMatch(Step::done));
  }

  @Test
  void theSecondRunChangesNothing() throws SinkException, InterruptedException {
    creating().prepare();
    single.executed.clear();

    creating().prepare();
    assertEquals(0, creating().up(progress::add));

    assertEquals(List.of(), single.executed);
    assertEquals(List.of(), progress);
  }

  @Test
  void writesTheStateAsGolangMigrateDoes() throws SinkException {
    creating().prepare();

    List<List<String>> rows =
        server.query(
            "SELECT version, dirty FROM " + database + ".schema_migrations ORDER BY sequence");
    assertEquals(2 * MIGRATIONS, rows.size());
    assertEquals(
        List.of(List.of("7", "1"), List.of("7", "0"), List.of("8", "1"), List.of("8", "0")),
        rows.subList(0, 4));
    assertTrue(
        server
            .value(
                "SELECT create_table_query FROM system.tables WHERE name = 'schema_migrations' AND database = '"
                    + database
                    + "'")
            .endsWith("(`version` Int64, `dirty` UInt8, `sequence` UInt64) ENGINE = TinyLog"));
  }

  @Test
  void repeatsAnInterruptedMigration() throws SinkException, InterruptedException {
    single.failing = "EXISTS syscall_mmap";
    assertRefused("create_syscall_mmap) failed: told to fail", () -> creating().up(progress::add));
    assertEquals("12 1", state());
    assertEquals(5, progress.size());
    assertTrue(progress.getLast().startsWith("up 11 create_syscall_futex ("), progress.getLast());
    Status status = creating().status();
    assertTrue(status.dirty());
    assertEquals(5, status.steps().stream().filter(Step::done).count());

    single.failing = "";
    assertRefused("dirty at version 12", () -> creating().prepare());
    assertRefused("observoor migrate up first", () -> downAll());
    manager(single, true, false, Duration.ZERO, LATER).prepare();
    assertEquals(NEWEST + " 0", state());
  }

  private void downAll() throws SinkException, InterruptedException {
    creating().down(Integer.MAX_VALUE, progress::add);
  }

  @Test
  void downDropsAllTables() throws SinkException, InterruptedException {
    creating().prepare();
    assertEquals(2, creating().down(2, progress::add));
    assertEquals(NEWEST - 2 + " 0", state());
    assertEquals(37, tables().size());
    assertTrue(progress.getFirst().startsWith("down 45 create_observoor_losses ("));

    assertEquals(MIGRATIONS - 2, creating().down(Integer.MAX_VALUE, progress::add));
    assertEquals("-1 0", state());
    assertEquals(List.of("schema_migrations"), tables());
    assertEquals(0, creating().down(1, progress::add));
    assertEquals(0, creating().status().version());

    assertEquals(MIGRATIONS, creating().up(progress::add));
    assertEquals(39, tables().size());
  }

  @Test
  void recoversFromAnInterruptedDown() throws SinkException {
    creating().prepare();
    single.failing = "DROP TABLE IF EXISTS host_specs";
    assertRefused("down of 44 (create_host_specs) failed", this::downAll);
    assertEquals("43 1", state());

    single.failing = "";
    manager(single, true, false, Duration.ZERO, LATER).prepare();
    assertEquals(NEWEST + " 0", state());
    assertEquals(39, tables().size());
  }

  @Test
  void continuesTheReferenceAgentsDatabase() throws SinkException {
    creating().prepare();
    server.query("DROP TABLE " + database + ".observoor_losses");
    server.query("DROP TABLE " + database + ".schema_migrations");
    writeState(7, 0);
    server.query(
        "INSERT INTO %s.oom_kill (window_start, pid) VALUES ('2026-01-01 00:00:00', 1)"
            .formatted(database));

    creating().prepare();

    assertEquals(NEWEST + " 0", state());
    assertEquals(39, tables().size());
    assertEquals("1", server.value("SELECT count() FROM " + database + ".oom_kill"));
  }

  @Test
  void reportsAnOlderSchemaOfTheReferenceAgent() {
    writeState(5, 0);
    assertRefused("at version 5", () -> creating().prepare());
    assertRefused("at version 5", this::downAll);
  }

  @Test
  void reportsADirtySchemaOfTheReferenceAgent() {
    writeState(7, 1);
    assertRefused("force VERSION", () -> creating().prepare());
  }

  @Test
  void acceptsANewerSchema() throws SinkException, InterruptedException {
    creating().prepare();
    server.query("TRUNCATE TABLE " + database + ".schema_migrations");
    writeState(NEWEST + 3, 0);
    single.executed.clear();

    creating().prepare();

    assertEquals(List.of(), single.executed);
    assertEquals(0, creating().up(progress::add));
    assertEquals(NEWEST + 3, creating().status().version());
    assertRefused("newer than this agent", this::downAll);
  }

  @Test
  void reportsADirtyNewerSchema() {
    writeState(NEWEST + 3, 1);
    assertRefused("not a migration of this agent", () -> creating().prepare());
  }

  @Test
  void createsNothingWithoutMigrations() throws SinkException {
    assertRefused(
        "database createsNothingWithoutMigrations does not exist", () -> checking().prepare());
    server.query("CREATE DATABASE " + database);

    checking().prepare();

    assertEquals(List.of(), tables());
    assertEquals(List.of(), single.executed);
    Status status = checking().status();
    assertEquals(0, status.version());
    assertFalse(status.dirty());
  }

  /** The server refuses the query of a user who has only the privilege INSERT. */
  @Test
  void insertsWithoutThePrivilegeToReadTheState() throws SinkException {
    creating().prepare();
    single.failing = "FROM schema_migrations";

    checking().prepare();

    assertRefused("told to fail", () -> creating().prepare());
  }

  @Test
  void aMissingDatabaseHasVersionZero() throws SinkException, InterruptedException {
    assertEquals(0, creating().status().version());
    assertEquals(0, creating().down(1, progress::add));
  }

  /** Four agents of one database start at the same time. */
  @Test
  void concurrentAgentsReachTheNewestVersion() throws InterruptedException, ExecutionException {
    try (ExecutorService agents = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> starts = new ArrayList<>();
      for (int agent = 0; agent < 4; agent++) {
        starts.add(this::retryPrepare);
      }
      for (Future<Void> start : agents.invokeAll(starts)) {
        start.get();
      }
    }
    assertEquals(NEWEST + " 0", state());
    assertEquals(39, tables().size());
  }

  /** Retries as delivery does. */
  private Void retryPrepare() {
    Await.until(
        "the tables exist",
        () -> {
          try {
            manager(single, true, false, Duration.ZERO, InstantSource.system()).prepare();
            return "";
          } catch (SinkException e) {
            return e.getMessage();
          }
        },
        failure -> {
          assertTrue(
              failure.isEmpty() || failure.contains("another agent is migrating it"), failure);
          return failure.isEmpty();
        });
    return null;
  }
}
