package io.observoor.sinks.clickhouse.insert;

import io.observoor.sinks.clickhouse.connection.FailureKind.Blame;
import java.util.HashMap;
import java.util.Map;

/**
 * How often in a row a table refused its rows for a reason that may be the place's as well as its
 * own, while others took theirs. A server that stumbles once must not cost a table its rows, and a
 * table that never takes them must not keep the others waiting for ever. The sink's thread alone
 * uses it; it outlives connections.
 */
public final class Suspicion {
  /** With delivery's pauses between them, some fifteen seconds. */
  private static final int PATIENCE = 5;

  /** Some five minutes: what is sent again by hand later costs an operator more than waiting. */
  private static final int PATIENCE_WITH_PASSING = 12;

  private final Map<String, Integer> refusals = new HashMap<>();

  /** A table refused again; returns whether it is its own fault by now. */
  boolean isSure(String table, Blame blame) {
    return refusals.merge(table, 1, Integer::sum)
        >= (blame == Blame.PASSING ? PATIENCE_WITH_PASSING : PATIENCE);
  }

  /** A table took its rows. */
  void clear(String table) {
    refusals.remove(table);
  }
}
