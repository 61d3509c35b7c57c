package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.sink.SinkException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings a database that exists from one version to another. */
final class Migrator {
  private final Statements statements;
  private final Migrations migrations;
  private final StateTable table;

  Migrator(Statements statements, Migrations migrations, InstantSource clock) {
    this.statements = statements;
    this.migrations = migrations;
    this.table = new StateTable(statements, clock);
  }

  /** How far the database is. */
  State state() throws SinkException {
    return table.read();
  }

  /** The same from the state as it is now. */
  int up(Consumer<String> progress) throws SinkException, InterruptedException {
    return up(state(), progress);
  }

  /**
   * Does every step that was not done, and once more the one that was begun and not ended: none
   * does harm when it is done twice.
   *
   * @param found what the caller has looked at; another agent may have begun since
   * @return how many were done
   */
  int up(State found, Consumer<String> progress) throws SinkException, InterruptedException {
    State state = found;
    List<Migration> missing = missing(state);
    for (Migration step : missing) {
      state = run(state, "up", step, step.up(), step.version(), progress);
    }
    return missing.size();
  }

  private List<Migration> missing(State state) throws SinkException {
    if (state.version() == State.NONE) {
      return migrations.steps();
    }
    Optional<Migration> current = migrations.find(state.version());
    if (state.dirty() && (current.isEmpty() || current.get().version() == Migration.OF_REFERENCE)) {
      throw new SinkException(
          "the schema is dirty at version "
              + state.version()
              + ", which is no step of this agent's: a migration began there and did not end. See what"
              + " it left, and set the version that is right with golang-migrate's command: migrate"
              + " ... force VERSION ("
              + Migration.OF_REFERENCE
              + " when all seven of the reference's are done)");
    }
    if (current.isEmpty()) {
      if (state.version() > migrations.newest()) {
        return List.of();
      }
      throw unfinishedReference(state);
    }
    return migrations.steps().stream()
        .filter(
            step ->
                step.version() > state.version()
                    || (state.dirty() && step.version() == state.version()))
        .toList();
  }

  private static SinkException unfinishedReference(State state) {
    return new SinkException(
        "the schema is at version "
            + state.version()
            + ", which is before this agent's first step: the reference agent made it. Bring it to"
            + " version "
            + Migration.OF_REFERENCE
            + " with the reference's own migrations, from there this agent goes on");
  }

  /**
   * Undoes the newest steps.
   *
   * @return how many were undone
   */
  int down(int steps, Consumer<String> progress) throws SinkException, InterruptedException {
    State state = table.read();
    if (state.version() == State.NONE) {
      return 0;
    }
    if (state.dirty()) {
      throw new SinkException(
          "the schema is dirty at version "
              + state.version()
              + ": a step began and did not end. Run observoor migrate up first, which repeats it");
    }
    if (migrations.find(state.version()).isEmpty()) {
      throw state.version() > migrations.newest()
          ? new SinkException(
              "the schema is at version "
                  + state.version()
                  + ", newer than this agent, which knows them up to "
                  + migrations.newest()
                  + ": undo with the agent that made it")
          : unfinishedReference(state);
    }
    List<Migration> done = new ArrayList<>();
    for (Migration step : migrations.steps().reversed()) {
      if (step.version() <= state.version() && done.size() < steps) {
        done.add(step);
      }
    }
    for (Migration step : done) {
      state = run(state, "down", step, step.down(), migrations.before(step), progress);
    }
    return done.size();
  }

  private State run(
      State before,
      String direction,
      Migration step,
      String statement,
      long target,
      Consumer<String> progress)
      throws SinkException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long start = System.nanoTime();
    State dirty = table.write(before, target, true);
    try {
      statements.execute(statement);
    } catch (SinkException e) {
      throw new SinkException(
          "migration %s of step %s failed: %s; the schema is dirty at version %d: when the cause is gone, observoor migrate up goes on from there"
              .formatted(direction, step, e.getMessage(), target),
          e);
    }
    State clean = table.write(dirty, target, false);
    progress.accept(
        "%s %d %s (%d ms)"
            .formatted(
                direction, step.version(), step.title(), (System.nanoTime() - start) / 1_000_000));
    return clean;
  }
}
