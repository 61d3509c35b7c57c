package io.observoor.benchmarks.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What an agent wrote, read by DuckDB once the agent has ended. One thread. */
final class Rows implements AutoCloseable {
  private final Path data;
  private final Connection connection;

  Rows(Path data) throws SQLException {
    this.data = data;
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  /** Reads of all processes. */
  long reads() throws SQLException {
    return number("syscall_read", "coalesce(sum(count), 0)::BIGINT", "true");
  }

  /** Lost events, of any kind and at any place, in windows that began at or after a time. */
  long lost(long sinceMillis) throws SQLException {
    return number(
        "observoor_losses",
        "coalesce(sum(count), 0)::BIGINT",
        "epoch_ms(window_start) >= " + sinceMillis);
  }

  /** Where the first window with reads ends, ms since 1970. */
  long firstWindowEnd() throws SQLException {
    return number("syscall_read", "min(epoch_ms(window_start) + interval_ms)::BIGINT", "true");
  }

  /** How many reads the first window holds. */
  long firstWindowReads() throws SQLException {
    return number(
        "syscall_read",
        "sum(count)::BIGINT",
        "window_start = (SELECT min(window_start) FROM " + table("syscall_read") + ")");
  }

  private long number(String table, String expression, String condition) throws SQLException {
    if (!Files.isDirectory(data.resolve(table))) {
      return 0; // a table without rows has no files
    }
    String query = "SELECT " + expression + " FROM " + table(table) + " WHERE " + condition;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  private String table(String table) {
    return "read_parquet('" + data.resolve(table) + "/**/*.parquet', hive_partitioning = false)";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
