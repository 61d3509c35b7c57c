package io.observoor.sinks.clickhouse.schema;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a database is.
 *
 * @param version the newest step that was done or begun; {@link #NONE} for none
 * @param dirty whether that step began and did not end
 * @param sequence when that was written, in ns since 1970 and greater than any before; 0 for never
 */
record State(long version, boolean dirty, long sequence) {
  /** The version of a database without any step, as golang-migrate writes it. */
  static final long NONE = -1;

  /** The state of a database that nobody has written one into. */
  static final State EMPTY = new State(NONE, false, 0);

  /** How long ago it was written; negative when the writer's clock is ahead. */
  Duration age(Instant now) {
    return Duration.between(Instant.ofEpochSecond(0, sequence), now);
  }
}
