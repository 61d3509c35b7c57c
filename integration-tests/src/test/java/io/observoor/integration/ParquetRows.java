package io.observoor.integration;

import io.observoor.integration.Totals.Total;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the Parquet files below a data directory with DuckDB. */
public final class ParquetRows implements AutoCloseable {
  private final Path data;
  private final Connection connection;

  public ParquetRows(Path data) throws SQLException {
    this.data = data;
    this.connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  /** Returns the finished files of a table. */
  public List<Path> files(String table) {
    Path directory = data.resolve(table);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the tables that have files. */
  public List<String> tables() {
    try (Stream<Path> children = Files.list(data)) {
      return children
          .map(child -> child.getFileName().toString())
          .filter(name -> !files(name).isEmpty())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the SQL expression for a table's files. */
  public String table(String table) {
    return "read_parquet('" + data.resolve(table) + "/**/*.parquet', hive_partitioning = false)";
  }

  /** Returns the rows of a query as texts. */
  public List<List<String>> query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(List.copyOf(row));
      }
      return rows;
    }
  }

  /** Returns the single value of a query as a number. */
  public long number(String sql) throws SQLException {
    return Long.parseLong(query(sql).getFirst().getFirst());
  }

  /** Returns the rows of observoor_losses. */
  public List<List<String>> losses() throws SQLException {
    String losses = "observoor_losses";
    return files(losses).isEmpty() ? List.of() : query("SELECT * FROM " + table(losses));
  }

  /** Returns the counts and sums of these tables, over all windows and processes. */
  public Totals totals(List<String> tables) throws SQLException {
    Map<String, Total> totals = new TreeMap<>();
    for (String table : tables) {
      if (!files(table).isEmpty()) {
        List<String> row =
            query("SELECT sum(count), sum(sum::DOUBLE) FROM " + table(table)).getFirst();
        totals.put(
            table,
            new Total(
                new java.math.BigDecimal(row.get(0)).longValueExact(),
                Double.parseDouble(row.get(1))));
      }
    }
    return new Totals(totals);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
