package io.observoor.integration.events;

import io.observoor.integration.ParquetRows;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the rows of the memory tables by process. */
final class MemRows implements AutoCloseable {
  private final ParquetRows rows;

  MemRows(Path data) throws SQLException {
    rows = new ParquetRows(data);
  }

  /**
   * Totals of rows.
   *
   * @param count events
   * @param sum their amounts
   */
  record Total(long count, long sum) {
    static final Total NONE = new Total(0, 0);
  }

  /** Returns a table's totals by process. */
  Map<Long, Total> totals(String table) throws SQLException {
    Map<Long, Total> totals = new TreeMap<>();
    if (!rows.files(table).isEmpty()) {
      for (List<String> row :
          rows.query(
              "SELECT pid, sum(count)::BIGINT, sum(sum::DOUBLE)::BIGINT FROM %s GROUP BY pid"
                  .formatted(rows.table(table)))) {
        totals.put(
            Long.valueOf(row.get(0)),
            new Total(Long.parseLong(row.get(1)), Long.parseLong(row.get(2))));
      }
    }
    return totals;
  }

  /** Returns a process's totals in a table. */
  Total total(String table, MemChild process) throws SQLException {
    return totals(table).getOrDefault(process.pid(), Total.NONE);
  }

  /** Returns the rows of observoor_losses. */
  List<List<String>> losses() throws SQLException {
    return rows.losses();
  }

  @Override
  public void close() throws SQLException {
    rows.close();
  }
}
