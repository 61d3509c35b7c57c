package io.observoor.sinks.parquet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB, a Parquet reader that shares no code with the writer. */
final class DuckDb implements AutoCloseable {
  private final Connection connection;

  DuckDb() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  /** The rows of a query, each value as DuckDB's text. */
  List<List<String>> rows(String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** The values of the first column. */
  List<String> column(String sql) throws SQLException {
    return rows(sql).stream().map(List::getFirst).toList();
  }

  /** The names and types of a table's columns, in order. */
  List<String> columns(Path data, String table) throws SQLException {
    return rows("DESCRIBE SELECT * FROM " + table(data, table)).stream()
        .map(row -> row.get(0) + " " + row.get(1))
        .toList();
  }

  /** A table function over all files of a table, without the directories' columns. */
  static String table(Path data, String table) {
    return "read_parquet('" + data + "/" + table + "/**/*.parquet', hive_partitioning = false)";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
