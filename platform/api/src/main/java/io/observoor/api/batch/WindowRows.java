package io.observoor.api.batch;

import java.util.List;

/**
 * The rows of one closed window, before they have a number.
 *
 * @param context the window and what its rows share
 * @param tables one for each metric that has rows; a metric with a slower interval carries its own
 *     window in its rows
 */
public record WindowRows(TableContext context, List<Table> tables) {

  /** Copies the list. */
  public WindowRows {
    tables = List.copyOf(tables);
  }

  /** How many rows all tables have together. */
  public long rowCount() {
    return tables.stream().mapToLong(Table::rows).sum();
  }
}
