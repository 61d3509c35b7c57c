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
  private static final long NEWEST = migrations(Form.SINGLE).newest();
  private static final int STEPS = migrations(Form.SINGLE).steps().size();

  private final List<String> progress = new ArrayList<>();

  @Test
  void aServerWithoutTheDatabaseGetsAll() throws SinkException {
    making().prepare();

    assertEquals(NEWEST + " 0", state());
    assertEquals(39, tables().size());
    Status status = making().status();
    assertEquals(NEWEST, status.version());
    assertEquals(NEWEST, status.newest());
    assertTrue(status.steps().stream().allMatch(Step::done));
  }

  @Test
  void theSecondTimeNothingIsDone() throws SinkException, InterruptedException {
    making().prepare();
    http.executed.clear();

    making().prepare();
    assertEquals(0, making().up(progress::add));

    assertEquals(List.of(), http.executed);
    assertEquals(List.of(), progress);
  }

  @Test
  void theStateIsWrittenAsGolangMigrateDoes() throws SinkException {
    making().prepare();

    List<List<String>> rows =
        server.query(
            "SELECT version, dirty FROM " + database + ".schema_migrations ORDER BY sequence");
    assertEquals(2 * STEPS, rows.size());
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
  void whatWasInterruptedIsRepeated() throws SinkException, InterruptedException {
    http.failing = "EXISTS syscall_mmap";
    assertRefused("create_syscall_mmap) failed: told to fail", () -> making().up(progress::add));
    assertEquals("12 1", state());
    assertEquals(5, progress.size());
    assertTrue(progress.getLast().startsWith("up 11 create_syscall_futex ("), progress.getLast());
    Status status = making().status();
    assertTrue(status.dirty());
    assertEquals(5, status.steps().stream().filter(Step::done).count());

    http.failing = "";
    assertRefused("dirty at version 12", () -> making().prepare());
    assertRefused("observoor migrate up first", () -> downAll());
    keeper(http, true, false, Duration.ZERO, LATER).prepare();
    assertEquals(NEWEST + " 0", state());
  }

  private void downAll() throws SinkException, InterruptedException {
    making().down(Integer.MAX_VALUE, progress::add);
  }

  @Test
  void downLeavesNothing() throws SinkException, InterruptedException {
    making().prepare();
    assertEquals(2, making().down(2, progress::add));
    assertEquals(NEWEST - 2 + " 0", state());
    assertEquals(37, tables().size());
    assertTrue(progress.getFirst().startsWith("down 45 create_observoor_losses ("));

    assertEquals(STEPS - 2, making().down(Integer.MAX_VALUE, progress::add));
    assertEquals("-1 0", state());
    assertEquals(List.of("schema_migrations"), tables());
    assertEquals(0, making().down(1, progress::add));
    assertEquals(0, making().status().version());

    assertEquals(STEPS, making().up(progress::add));
    assertEquals(39, tables().size());
  }

  @Test
  void aDownThatWasInterruptedIsRecognised() throws SinkException {
    making().prepare();
    http.failing = "DROP TABLE IF EXISTS host_specs";
    assertRefused("down of step 44 (create_host_specs) failed", this::downAll);
    assertEquals("43 1", state());

    http.failing = "";
    keeper(http, true, false, Duration.ZERO, LATER).prepare();
    assertEquals(NEWEST + " 0", state());
    assertEquals(39, tables().size());
  }

  @Test
  void theReferencesDatabaseIsContinued() throws SinkException {
    making().prepare();
    server.query("DROP TABLE " + database + ".observoor_losses");
    server.query("DROP TABLE " + database + ".schema_migrations");
    writeState(7, 0);
    server.query(
        "INSERT INTO %s.oom_kill (window_start, pid) VALUES ('2026-01-01 00:00:00', 1)"
            .formatted(database));

    making().prepare();

    assertEquals(NEWEST + " 0", state());
    assertEquals(39, tables().size());
    assertEquals("1", server.value("SELECT count() FROM " + database + ".oom_kill"));
  }

  @Test
  void anOlderSchemaOfTheReferenceIsNamed() {
    writeState(5, 0);
    assertRefused("at version 5", () -> making().prepare());
    assertRefused("at version 5", this::downAll);
  }

  @Test
  void aDirtySchemaOfTheReferenceIsNamed() {
    writeState(7, 1);
    assertRefused("force VERSION", () -> making().prepare());
  }

  @Test
  void aNewerSchemaIsGoneOnWith() throws SinkException, InterruptedException {
    making().prepare();
    server.query("TRUNCATE TABLE " + database + ".schema_migrations");
    writeState(NEWEST + 3, 0);
    http.executed.clear();

    making().prepare();

    assertEquals(List.of(), http.executed);
    assertEquals(0, making().up(progress::add));
    assertEquals(NEWEST + 3, making().status().version());
    assertRefused("newer than this agent", this::downAll);
  }

  @Test
  void aDirtyNewerSchemaIsNamed() {
    writeState(NEWEST + 3, 1);
    assertRefused("no step of this agent's", () -> making().prepare());
  }

  @Test
  void withoutMigrationsNothingIsMade() throws SinkException {
    assertRefused("there is no database", () -> looking().prepare());
    server.query("CREATE DATABASE " + database);

    looking().prepare();

    assertEquals(List.of(), tables());
    assertEquals(List.of(), http.executed);
    Status status = looking().status();
    assertEquals(0, status.version());
    assertFalse(status.dirty());
  }

  /** As a user is told who has been granted INSERT and nothing else. */
  @Test
  void whoMayNotReadTheStateMayInsert() throws SinkException {
    making().prepare();
    http.failing = "FROM schema_migrations";

    looking().prepare();

    assertRefused("told to fail", () -> making().prepare());
  }

  @Test
  void theStatusOfNoDatabaseIsThatOfNothing() throws SinkException, InterruptedException {
    assertEquals(0, making().status().version());
    assertEquals(0, making().down(1, progress::add));
  }

  /** Many agents of one database start at the same time. */
  @Test
  void agentsAtTheSameTimeEndInTheSameState() throws InterruptedException, ExecutionException {
    try (ExecutorService agents = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> starts = new ArrayList<>();
      for (int agent = 0; agent < 4; agent++) {
        starts.add(this::startUntilItWorks);
      }
      for (Future<Void> start : agents.invokeAll(starts)) {
        start.get();
      }
    }
    assertEquals(NEWEST + " 0", state());
    assertEquals(39, tables().size());
  }

  /** As delivery does. */
  private Void startUntilItWorks() {
    Await.until(
        "the tables are made",
        () -> {
          try {
            keeper(http, true, false, Duration.ZERO, InstantSource.system()).prepare();
            return "";
          } catch (SinkException e) {
            return e.getMessage();
          }
        },
        failure -> {
          assertTrue(
              failure.isEmpty() || failure.contains("somebody is making the tables"), failure);
          return failure.isEmpty();
        });
    return null;
  }
}
