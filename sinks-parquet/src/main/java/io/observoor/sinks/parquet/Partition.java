package io.observoor.sinks.parquet;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The rows of a table in one hour.
 *
 * @param table the table's name
 * @param hour hours since 1970, UTC
 */
record Partition(String table, long hour) {
  private static final long MILLIS_PER_HOUR = 3_600_000;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH").withZone(ZoneOffset.UTC);

  /** The hour of a time. */
  static long hourOf(long millis) {
    return Math.floorDiv(millis, MILLIS_PER_HOUR);
  }

  /** The Hive-style directory, from whose names query engines read columns. */
  Path directory(Path data) {
    Instant start = Instant.ofEpochMilli(hour * MILLIS_PER_HOUR);
    return data.resolve(table)
        .resolve("date=" + DATE.format(start))
        .resolve("hour=" + HOUR.format(start));
  }
}
