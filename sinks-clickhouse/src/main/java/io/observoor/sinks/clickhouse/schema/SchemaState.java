package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.sink.SinkException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The schema's state in golang-migrate's table {@value #TABLE}. As golang-migrate, this writes a
 * row before each migration, marked dirty, and one after it; the row with the highest sequence
 * counts.
 *
 * @param version the newest migration that was started; {@link #NO_VERSION} for none
 * @param dirty whether that migration has not finished
 * @param sequence when the state was written, in ns since 1970, strictly increasing; 0 for never
 */
record SchemaState(long version, boolean dirty, long sequence) {
  static final String TABLE = "schema_migrations";

  /** golang-migrate's version of a database without migrations. */
  static final long NO_VERSION = -1;

  /** The state of a database without {@value #TABLE}. */
  static final SchemaState EMPTY = new SchemaState(NO_VERSION, false, 0);

  /** Reads the state of a database. */
  static SchemaState read(Database database) throws SinkException {
    if (database.table(TABLE).isEmpty()) {
      return EMPTY;
    }
    List<List<String>> rows =
        database.execute(
            "SELECT toString(version), toString(dirty), toString(sequence) FROM "
                + TABLE
                + " ORDER BY sequence DESC LIMIT 1");
    if (rows.isEmpty()) {
      return EMPTY;
    }
    List<String> row = rows.getFirst();
    return new SchemaState(
        Long.parseLong(row.get(0)), row.get(1).equals("1"), Long.parseUnsignedLong(row.get(2)));
  }

  /** Writes the state that follows this one, and returns it. */
  SchemaState writeNext(Database database, InstantSource clock, long nextVersion, boolean nextDirty)
      throws SinkException {
    if (sequence == 0 && database.table(TABLE).isEmpty()) {
      database.execute(
          "CREATE TABLE IF NOT EXISTS "
              + TABLE
              + " (version Int64, dirty UInt8, sequence UInt64) ENGINE = TinyLog");
    }
    // the clock of another machine may be ahead of this one's
    long nextSequence =
        Math.max(ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()), sequence + 1);
    database.execute(
        "INSERT INTO %s (version, dirty, sequence) VALUES (%d, %d, %d)"
            .formatted(TABLE, nextVersion, nextDirty ? 1 : 0, nextSequence));
    return new SchemaState(nextVersion, nextDirty, nextSequence);
  }

  /** Returns the time since the state was written; negative when the writer's clock is ahead. */
  Duration age(Instant now) {
    return Duration.between(Instant.ofEpochSecond(0, sequence), now);
  }
}
