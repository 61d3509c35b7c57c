package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.sink.SinkException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The table in which golang-migrate keeps the state of a database, read and written as it does: a
 * row before a step, marked dirty, and one after it; the row with the greatest sequence counts.
 */
final class StateTable {
  static final String NAME = "schema_migrations";

  private final Statements statements;
  private final InstantSource clock;

  StateTable(Statements statements, InstantSource clock) {
    this.statements = statements;
    this.clock = clock;
  }

  /** The state; {@link State#EMPTY} when there is no table of it. */
  State read() throws SinkException {
    if (!exists()) {
      return State.EMPTY;
    }
    List<List<String>> rows =
        statements.query(
            "SELECT toString(version), toString(dirty), toString(sequence) FROM "
                + NAME
                + " ORDER BY sequence DESC LIMIT 1");
    if (rows.isEmpty()) {
      return State.EMPTY;
    }
    List<String> row = rows.getFirst();
    return new State(
        Long.parseLong(row.get(0)), row.get(1).equals("1"), Long.parseUnsignedLong(row.get(2)));
  }

  /** Writes a state after the one that was read last. */
  State write(State before, long version, boolean dirty) throws SinkException {
    if (before.sequence() == 0 && !exists()) {
      statements.execute(
          "CREATE TABLE IF NOT EXISTS "
              + NAME
              + " (version Int64, dirty UInt8, sequence UInt64) ENGINE = TinyLog");
    }
    // another machine's clock may be ahead of this one's
    long sequence =
        Math.max(ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()), before.sequence() + 1);
    statements.execute(
        "INSERT INTO %s (version, dirty, sequence) VALUES (%d, %d, %d)"
            .formatted(NAME, version, dirty ? 1 : 0, sequence));
    return new State(version, dirty, sequence);
  }

  private boolean exists() throws SinkException {
    return !statements
        .query(
            "SELECT 1 FROM system.tables WHERE database = currentDatabase() AND name = "
                + Ddl.literal(NAME))
        .isEmpty();
  }
}
