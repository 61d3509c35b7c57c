package io.observoor.benchmarks.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads an agent's rows with DuckDB after the agent's end. One thread. */
final class Rows implements AutoCloseable {
  private final Path data;
  private final Connection connection;

  Rows(Path data) throws SQLException {
    this.data = data;
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  /** Returns the reads of all processes. */
  long reads() throws SQLException {
    return number("syscall_read", "coalesce(sum(count), 0)::BIGINT", "true");
  }

  /**
   * Returns the losses of all event types and loss stages, in windows that start at or after a
   * time.
   */
  long lost(long sinceMillis) throws SQLException {
    return number(
        "observoor_losses",
        "coalesce(sum(count), 0)::BIGINT",
        "epoch_ms(window_start) >= " + sinceMillis);
  }

  /** Returns the end of the first window with reads, ms since 1970. */
  long firstWindowEnd() throws SQLException {
    return number("syscall_read", "min(epoch_ms(window_start) + interval_ms)::BIGINT", "true");
  }

  /** Returns the number of reads in the first window. */
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
