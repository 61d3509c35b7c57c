package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.sink.SinkException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Migrates an existing database to other versions. */
final class Migrator {
  private final Database database;
  private final Migrations migrations;
  private final InstantSource clock;

  Migrator(Database database, Migrations migrations, InstantSource clock) {
    this.database = database;
    this.migrations = migrations;
    this.clock = clock;
  }

  /**
   * Applies all pending migrations, and repeats one that did not finish: migrations are idempotent.
   *
   * @param found the state that the caller read; another agent may have started since
   * @return the number of applied migrations
   */
  int up(SchemaState found, Consumer<String> progress) throws SinkException, InterruptedException {
    SchemaState state = found;
    List<Migration> pending = pending(state);
    for (Migration migration : pending) {
      state = run(state, "up", migration, migration.up(), migration.version(), progress);
    }
    return pending.size();
  }

  private List<Migration> pending(SchemaState state) throws SinkException {
    long version = state.version();
    if (version == SchemaState.NO_VERSION) {
      return migrations.all();
    }
    Optional<Migration> current = migrations.find(version);
    if (state.dirty() && (current.isEmpty() || version == Migration.REFERENCE_VERSION)) {
      throw new SinkException(
          "the schema is dirty at version %d, which is not a migration of this agent: another tool started a migration that did not finish. Check the tables, then set the right version with golang-migrate: migrate ... force VERSION (%d when all seven migrations of the reference agent are complete)"
              .formatted(version, Migration.REFERENCE_VERSION));
    }
    if (current.isEmpty()) {
      if (version > migrations.newest()) {
        return List.of();
      }
      throw incompleteReference(state);
    }
    return migrations.all().stream()
        .filter(it -> it.version() > version || (state.dirty() && it.version() == version))
        .toList();
  }

  private static SinkException incompleteReference(SchemaState state) {
    return new SinkException(
        "the schema is at version %d, before the first migration of this agent: migrate it to version %d with the reference agent's migrations first"
            .formatted(state.version(), Migration.REFERENCE_VERSION));
  }

  /**
   * Reverts the newest migrations.
   *
   * @return the number of reverted migrations
   */
  int down(int count, Consumer<String> progress) throws SinkException, InterruptedException {
    SchemaState state = SchemaState.read(database);
    long version = state.version();
    if (version == SchemaState.NO_VERSION) {
      return 0;
    }
    if (state.dirty()) {
      throw new SinkException(
          "the schema is dirty at version %d: a migration did not finish. Run observoor migrate up first, which repeats it"
              .formatted(version));
    }
    if (migrations.find(version).isEmpty()) {
      throw version > migrations.newest()
          ? new SinkException(
              "the schema is at version %d, newer than this agent, which knows versions up to %d: use the agent that migrated it"
                  .formatted(version, migrations.newest()))
          : incompleteReference(state);
    }
    List<Migration> applied =
        migrations.all().reversed().stream()
            .filter(it -> it.version() <= version)
            .limit(count)
            .toList();
    for (Migration migration : applied) {
      long target = migrations.versionBefore(migration);
      state = run(state, "down", migration, migration.down(), target, progress);
    }
    return applied.size();
  }

  private SchemaState run(
      SchemaState before,
      String direction,
      Migration migration,
      String statement,
      long target,
      Consumer<String> progress)
      throws SinkException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long start = System.nanoTime();
    SchemaState dirty = before.writeNext(database, clock, target, true);
    try {
      database.execute(statement);
    } catch (SinkException e) {
      throw new SinkException(
          "migration %s of %s failed: %s; the schema is dirty at version %d: correct the cause and run observoor migrate up, which repeats it"
              .formatted(direction, migration, e.getMessage(), target),
          e);
    }
    SchemaState clean = dirty.writeNext(database, clock, target, false);
    progress.accept(
        "%s %d %s (%d ms)"
            .formatted(
                direction,
                migration.version(),
                migration.title(),
                (System.nanoTime() - start) / 1_000_000));
    return clean;
  }
}
