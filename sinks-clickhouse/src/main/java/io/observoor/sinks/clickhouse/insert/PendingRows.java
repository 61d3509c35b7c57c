package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of batches that have not been inserted, by table. One thread at a time. */
public final class PendingRows {
  private final Map<TableSchema, List<RowRange>> tables = new LinkedHashMap<>();
  private long rows;

  /** Adds the rows of a batch. */
  public void add(Batch batch) {
    int tableIndex = 0;
    for (Table table : batch.rows().tables()) {
      if (table.rows() > 0) {
        tables
            .computeIfAbsent(table.schema(), _ -> new ArrayList<>())
            .add(new RowRange(batch.sequence(), tableIndex, table, 0, table.rows()));
        rows += table.rows();
      }
      tableIndex++;
    }
  }

  /** Returns the number of rows over all tables. */
  public long rows() {
    return rows;
  }

  /** Returns the rows of each table, largest first, so that no large insert starts last. */
  public List<TableRows> tables() {
    return tables.entrySet().stream()
        .map(table -> TableRows.of(table.getKey(), table.getValue()))
        .sorted((a, b) -> Integer.compare(b.rows(), a.rows()))
        .toList();
  }

  /** Removes all rows. */
  public void clear() {
    tables.clear();
    rows = 0;
  }
}
