package io.observoor.sinks.http;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.Column.Source;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.Table;
import java.util.List;

/**
 * Writes rows as JSON objects, one per line: {@code metric_type} and the table's columns by name.
 * Omits empty dimensions and empty client and network names.
 */
final class JsonRows {

  private JsonRows() {}

  /** Appends a row and a newline. */
  static void write(Table table, int row, JsonBuffer out) {
    out.put('{').name("metric_type").text(table.schema().name());
    List<Column> columns = table.schema().columns();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      ColumnData data = table.data().get(i);
      if (!isOmitted(column, data, row)) {
        out.name(column.name());
        value(column.type(), data, row, out);
      }
    }
    out.put('}').put('\n');
  }

  private static boolean isOmitted(Column column, ColumnData data, int row) {
    return column.type() instanceof Scalar scalar
        && scalar.isText()
        && isOptional(column.source())
        && data.textAt(row).isEmpty();
  }

  private static boolean isOptional(Source source) {
    return source == Source.DIMENSION
        || source == Source.META_CLIENT_NAME
        || source == Source.META_NETWORK_NAME;
  }

  private static void value(ColumnType type, ColumnData data, int row, JsonBuffer out) {
    switch (type) {
      case Scalar scalar when scalar.isText() -> out.text(data.textAt(row));
      case Scalar scalar when scalar.isLong() -> scalar(scalar, data.longAt(row), out);
      case Scalar _ -> out.real(data.floatAt(row));
      case ColumnType.Buckets _ -> histogram((ColumnData.Buckets) data, row, out);
      case ColumnType.Array array -> list(array.element(), data, row, out);
    }
  }

  private static void scalar(Scalar type, long value, JsonBuffer out) {
    switch (type) {
      case DATETIME_MILLIS -> out.time(value);
      case BOOL -> out.flag(value != 0);
      case INT32, INT64 -> out.number(value);
      default -> out.unsigned(value);
    }
  }

  private static void histogram(ColumnData.Buckets data, int row, JsonBuffer out) {
    out.put('{');
    for (int bucket = 0; bucket < Histogram.SIZE; bucket++) {
      out.name(Histogram.BUCKETS.get(bucket)).number(data.countAt(row, bucket));
    }
    out.put('}');
  }

  private static void list(Scalar element, ColumnData data, int row, JsonBuffer out) {
    int[] ends =
        switch (data) {
          case ColumnData.LongLists longs -> longs.ends();
          case ColumnData.TextLists texts -> texts.ends();
          default -> throw new IllegalStateException(data + " is not a list column");
        };
    int first = row == 0 ? 0 : ends[row - 1];
    out.put('[');
    for (int i = first; i < ends[row]; i++) {
      if (i > first) {
        out.put(',');
      }
      if (data instanceof ColumnData.TextLists texts) {
        out.text(texts.elements()[i]);
      } else {
        scalar(element, ((ColumnData.LongLists) data).elements()[i], out);
      }
    }
    out.put(']');
  }
}
