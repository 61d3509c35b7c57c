package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Batches that wait to be inserted, by table. One thread at a time. */
public final class Pending {
  private final Map<TableSchema, List<Slice>> tables = new LinkedHashMap<>();
  private long rows;

  /** Adds a batch. */
  public void add(Batch batch) {
    int ordinal = 0;
    for (Table table : batch.rows().tables()) {
      if (table.rows() > 0) {
        tables
            .computeIfAbsent(table.schema(), _ -> new ArrayList<>())
            .add(new Slice(batch.sequence(), ordinal, table, 0, table.rows()));
        rows += table.rows();
      }
      ordinal++;
    }
  }

  /** How many rows wait, over all tables. */
  public long rows() {
    return rows;
  }

  /** The rows of each table; the largest come first, so that none of them is left for the end. */
  public List<TableRows> tables() {
    return tables.entrySet().stream()
        .map(table -> TableRows.of(table.getKey(), table.getValue()))
        .sorted((a, b) -> Integer.compare(b.rows(), a.rows()))
        .toList();
  }

  /** Forgets all of them. */
  public void clear() {
    tables.clear();
    rows = 0;
  }
}
