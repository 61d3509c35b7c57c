package io.observoor.integration.events;

import io.observoor.integration.ParquetRows;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the rows of the network tables by process. */
final class NetRows implements AutoCloseable {
  private static final List<String> TABLES =
      List.of("net_io", "tcp_retransmit", "tcp_rtt", "tcp_cwnd", "tcp_state_change");

  private final ParquetRows rows;

  NetRows(Path data) throws SQLException {
    rows = new ParquetRows(data);
  }

  /**
   * Totals of rows.
   *
   * @param sum amounts
   * @param count events
   */
  record Total(long sum, long count) {
    static final Total NONE = new Total(0, 0);
  }

  /** Returns bytes and events of a direction, {@code tx} or {@code rx}. */
  Total moved(long pid, String direction) throws SQLException {
    return total("net_io", pid, " AND direction = '" + direction + "'");
  }

  /** Returns bytes by {@code LABEL DIRECTION}. */
  Map<String, Long> bytesByLabel(long pid) throws SQLException {
    Map<String, Long> bytes = new TreeMap<>();
    if (!rows.files("net_io").isEmpty()) {
      for (List<String> row :
          rows.query(
              "SELECT port_label || ' ' || direction, sum(sum)::BIGINT FROM "
                  + rows.table("net_io")
                  + " WHERE pid = "
                  + pid
                  + " GROUP BY ALL")) {
        bytes.put(row.get(0), Long.valueOf(row.get(1)));
      }
    }
    return bytes;
  }

  /** Returns a process's totals in a table. */
  Total total(String table, long pid) throws SQLException {
    return total(table, pid, "");
  }

  private Total total(String table, long pid, String more) throws SQLException {
    if (rows.files(table).isEmpty()) {
      return Total.NONE;
    }
    List<String> row =
        rows.query(
                "SELECT coalesce(sum(sum), 0)::BIGINT, coalesce(sum(count), 0)::BIGINT FROM "
                    + rows.table(table)
                    + " WHERE pid = "
                    + pid
                    + more)
            .getFirst();
    return new Total(Long.parseLong(row.get(0)), Long.parseLong(row.get(1)));
  }

  /** Counts a process's rows in all tables. */
  long rows(long pid) throws SQLException {
    long count = 0;
    for (String table : TABLES) {
      if (!rows.files(table).isEmpty()) {
        count += rows.number("SELECT count(*) FROM " + rows.table(table) + " WHERE pid = " + pid);
      }
    }
    return count;
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
