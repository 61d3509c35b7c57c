package io.observoor.integration.events;

import io.observoor.integration.ParquetRows;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows of the memory events' tables, by process. */
final class MemRows implements AutoCloseable {
  private final ParquetRows rows;

  MemRows(Path data) throws SQLException {
    rows = new ParquetRows(data);
  }

  /**
   * What rows add up to.
   *
   * @param count of the events
   * @param sum of their amounts
   */
  record Total(long count, long sum) {
    static final Total NONE = new Total(0, 0);
  }

  /** All rows of a table, added up by process. */
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

  /** The rows of one process in a table, added up. */
  Total total(String table, MemChild process) throws SQLException {
    return totals(table).getOrDefault(process.pid(), Total.NONE);
  }

  /** What was lost. */
  List<List<String>> losses() throws SQLException {
    return rows.losses();
  }

  @Override
  public void close() throws SQLException {
    rows.close();
  }
}
