package io.observoor.api.batch;

import java.util.List;

/**
 * Rows of one table. Immutable.
 *
 * @param schema its columns
 * @param rows how many rows it has
 * @param data the values of each column, in the order of the schema
 */
public record Table(TableSchema schema, int rows, List<ColumnData> data) {

  /** Copies the list and checks that there is data for each column. */
  public Table {
    data = List.copyOf(data);
    if (data.size() != schema.columns().size()) {
      throw new IllegalArgumentException(
          "table "
              + schema.name()
              + " has "
              + schema.columns().size()
              + " columns and data for "
              + data.size());
    }
  }

  /** Returns the values of the column of this name. */
  public ColumnData column(String name) {
    return data.get(schema.indexOf(name));
  }
}
