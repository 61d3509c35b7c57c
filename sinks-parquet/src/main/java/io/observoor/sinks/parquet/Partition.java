package io.observoor.sinks.parquet;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The part of a table that lies in one hour.
 *
 * @param table the table's name
 * @param hour hours since 1970, UTC
 */
record Partition(String table, long hour) {
  private static final long MILLIS_OF_HOUR = 3_600_000;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH").withZone(ZoneOffset.UTC);

  /** The hour that a time lies in. */
  static long hourOf(long millis) {
    return Math.floorDiv(millis, MILLIS_OF_HOUR);
  }

  /** Its directory, with the names that query engines read columns from. */
  Path in(Path data) {
    Instant start = Instant.ofEpochMilli(hour * MILLIS_OF_HOUR);
    return data.resolve(table)
        .resolve("date=" + DATE.format(start))
        .resolve("hour=" + HOUR.format(start));
  }
}
