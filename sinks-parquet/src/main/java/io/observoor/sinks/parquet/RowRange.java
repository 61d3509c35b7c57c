package io.observoor.sinks.parquet;

import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.Table;

/**
 * The rows [from, to) of a table.
 *
 * @param table the table
 * @param from the first row
 * @param to the row after the last
 */
record RowRange(Table table, int from, int to) {

  /** The approximate memory of the rows; constant columns take none. */
  long bytes() {
    long bytes = 0;
    for (ColumnData data : table.data()) {
      bytes +=
          switch (data) {
            case ColumnData.ConstantLong constant -> 0;
            case ColumnData.ConstantText constant -> 0;
            case ColumnData.Longs longs -> (long) (to - from) * Long.BYTES;
            case ColumnData.Floats floats -> (long) (to - from) * Float.BYTES;
            case ColumnData.Texts texts -> (long) (to - from) * Integer.BYTES;
            case ColumnData.Buckets buckets -> (long) (to - from) * Histogram.SIZE * Integer.BYTES;
            case ColumnData.LongLists lists -> (long) lists.elements().length * Long.BYTES;
            case ColumnData.TextLists lists -> (long) lists.elements().length * Long.BYTES;
          };
    }
    return bytes;
  }
}
