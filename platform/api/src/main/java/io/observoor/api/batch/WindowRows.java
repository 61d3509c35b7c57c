package io.observoor.api.batch;

import java.util.List;

/**
 * The rows of one closed window, before delivery numbers them.
 *
 * @param context the window and the values that its rows share
 * @param tables one for each metric that has rows; the rows of a metric with a slower interval
 *     carry their own window
 */
public record WindowRows(TableContext context, List<Table> tables) {

  /** Copies the list. */
  public WindowRows {
    tables = List.copyOf(tables);
  }

  /** The number of rows of all tables. */
  public long rowCount() {
    return tables.stream().mapToLong(Table::rows).sum();
  }
}
