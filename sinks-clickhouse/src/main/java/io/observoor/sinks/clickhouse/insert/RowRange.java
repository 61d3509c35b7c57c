package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.batch.Table;

/**
 * The rows [from, to) of a table in one batch.
 *
 * @param batch the sequence of the batch
 * @param tableIndex the position of the table in the batch, which may contain two of one name
 * @param table the table
 * @param from the first row, inclusive
 * @param to the last row, exclusive
 */
public record RowRange(long batch, int tableIndex, Table table, int from, int to) {

  /** Returns the number of rows. */
  public int rows() {
    return to - from;
  }
}
