package io.observoor.sinks.clickhouse.insert;

import io.observoor.sinks.clickhouse.connection.FailureKind.Blame;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts consecutive failures of a table whose cause may be the table or the server, while other
 * tables accept rows. A single error of the server must not quarantine rows, and a table that
 * always fails must not block the others. Outlives connections. One thread at a time.
 */
public final class RefusalCounter {
  /** About 15 s with delivery's pauses between retries. */
  private static final int LIMIT = 5;

  /** About five minutes: sending rows from the quarantine costs an operator more than waiting. */
  private static final int TRANSIENT_LIMIT = 12;

  private final Map<String, Integer> refusals = new HashMap<>();

  /** Counts a failure and returns whether the table is the cause by now. */
  boolean isTableToBlame(String table, Blame blame) {
    return refusals.merge(table, 1, Integer::sum)
        >= (blame == Blame.TRANSIENT ? TRANSIENT_LIMIT : LIMIT);
  }

  /** Resets the count of a table that accepted rows. */
  void reset(String table) {
    refusals.remove(table);
  }
}
