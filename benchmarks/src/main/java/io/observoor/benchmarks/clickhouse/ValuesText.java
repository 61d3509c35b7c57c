package io.observoor.benchmarks.clickhouse;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/** Encodes rows as the literals of an INSERT, as the reference agent does. */
final class ValuesText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private ValuesText() {}

  static String statement(List<Table> tables) {
    StringBuilder sql = new StringBuilder("INSERT INTO ");
    List<Column> columns = tables.getFirst().schema().columns();
    sql.append(tables.getFirst().schema().name());
    sql.append(columns.stream().map(Column::name).collect(Collectors.joining(", ", " (", ")")));
    sql.append(" VALUES ");
    String separator = "";
    for (Table table : tables) {
      for (int row = 0; row < table.rows(); row++) {
        sql.append(separator);
        separator = ", ";
        for (int column = 0; column < columns.size(); column++) {
          sql.append(column == 0 ? "(" : ", ");
          value(sql, columns.get(column).type(), table.data().get(column), row);
        }
        sql.append(')');
      }
    }
    return sql.toString();
  }

  private static void value(StringBuilder sql, ColumnType type, ColumnData data, int row) {
    switch (type) {
      case Scalar scalar when scalar.isText() ->
          sql.append('\'').append(data.textAt(row).replace("'", "\\'")).append('\'');
      case Scalar.DATETIME_MILLIS ->
          sql.append('\'').append(TIME.format(Instant.ofEpochMilli(data.longAt(row)))).append('\'');
      case Scalar.FLOAT32 -> sql.append(data.floatAt(row));
      case Scalar scalar -> sql.append(data.longAt(row));
      case ColumnType.Buckets buckets -> {
        for (int bucket = 0; bucket < Histogram.SIZE; bucket++) {
          sql.append(bucket == 0 ? "(" : ", ");
          sql.append(((ColumnData.Buckets) data).countAt(row, bucket));
        }
        sql.append(')');
      }
      case ColumnType.Array array -> throw new IllegalArgumentException("arrays are not measured");
    }
  }
}
