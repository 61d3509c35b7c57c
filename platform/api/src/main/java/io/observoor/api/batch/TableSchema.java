package io.observoor.api.batch;

import io.observoor.api.batch.Column.Source;
import io.observoor.api.batch.ColumnType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The columns of a table, in order. The columns around a metric's own have the names, types and
 * order of the reference agent's ClickHouse tables after its seven migrations.
 *
 * @param name the table's name
 * @param columns its columns
 */
public record TableSchema(String name, List<Column> columns) {

  /** Copies the list. */
  public TableSchema {
    columns = List.copyOf(columns);
  }

  /** Declares a table with rows for each window and process. */
  public static TableSchema ofProcesses(String name, List<Column> own) {
    List<Column> process =
        List.of(
            new Column("pid", Scalar.UINT32, Source.PID),
            new Column("client_type", Scalar.LOW_CARDINALITY_TEXT, Source.CLIENT_TYPE),
            new Column("sampling_mode", Scalar.LOW_CARDINALITY_TEXT, Source.SAMPLING_MODE),
            new Column("sampling_rate", Scalar.FLOAT32, Source.SAMPLING_RATE));
    return ofWindows(name, Stream.concat(process.stream(), own.stream()).toList());
  }

  /** Declares a table with rows for each window. */
  public static TableSchema ofWindows(String name, List<Column> own) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("updated_date_time", Scalar.DATETIME_MILLIS, Source.UPDATED));
    columns.add(new Column("window_start", Scalar.DATETIME_MILLIS, Source.TIME));
    columns.add(new Column("interval_ms", Scalar.UINT16, Source.INTERVAL));
    return finish(name, columns, own);
  }

  /** Declares a table with rows for points in time. */
  public static TableSchema ofPoints(String name, List<Column> own) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("updated_date_time", Scalar.DATETIME_MILLIS, Source.UPDATED));
    columns.add(new Column("event_time", Scalar.DATETIME_MILLIS, Source.TIME));
    return finish(name, columns, own);
  }

  private static TableSchema finish(String name, List<Column> columns, List<Column> own) {
    columns.add(new Column("wallclock_slot", Scalar.UINT32, Source.SLOT));
    columns.add(
        new Column("wallclock_slot_start_date_time", Scalar.DATETIME_MILLIS, Source.SLOT_START));
    columns.addAll(own);
    columns.add(
        new Column("meta_client_name", Scalar.LOW_CARDINALITY_TEXT, Source.META_CLIENT_NAME));
    columns.add(
        new Column("meta_network_name", Scalar.LOW_CARDINALITY_TEXT, Source.META_NETWORK_NAME));
    return new TableSchema(name, columns);
  }

  /**
   * Returns the position of a column.
   *
   * @throws IllegalArgumentException if the table has no such column
   */
  public int indexOf(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException("table " + name + " has no column " + column);
  }

  /** The time column, by which the table is partitioned. */
  public Column timeColumn() {
    return columns.stream().filter(c -> c.source() == Source.TIME).findFirst().orElseThrow();
  }

  /**
   * The columns that identify a row, in the order of the sorting key: a row that is written twice
   * replaces itself. In tables of points in time the dimensions stand before the client's name, as
   * in the reference agent's tables.
   */
  public List<Column> sortingKey() {
    List<Source> order =
        columns.stream().anyMatch(column -> column.source() == Source.INTERVAL)
            ? List.of(
                Source.META_NETWORK_NAME,
                Source.TIME,
                Source.META_CLIENT_NAME,
                Source.PID,
                Source.CLIENT_TYPE,
                Source.DIMENSION)
            : List.of(
                Source.META_NETWORK_NAME, Source.TIME, Source.DIMENSION, Source.META_CLIENT_NAME);
    return order.stream()
        .flatMap(source -> columns.stream().filter(column -> column.source() == source))
        .toList();
  }
}
