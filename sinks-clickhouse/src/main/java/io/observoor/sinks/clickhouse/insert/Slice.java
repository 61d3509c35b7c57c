package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.batch.Table;

/**
 * The rows [from, to) of a table of one batch.
 *
 * @param batch the number of the batch
 * @param ordinal which table of the batch it is, from 0 on: a batch may have two of one name
 * @param table the table
 * @param from the first row
 * @param to the row after the last
 */
public record Slice(long batch, int ordinal, Table table, int from, int to) {

  /** How many rows these are. */
  public int rows() {
    return to - from;
  }
}
