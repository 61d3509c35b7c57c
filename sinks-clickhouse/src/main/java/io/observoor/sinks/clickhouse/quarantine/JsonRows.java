package io.observoor.sinks.clickhouse.quarantine;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.sinks.clickhouse.insert.Slice;
import java.time.Instant;
import java.util.List;

/** Writes rows as JSON objects that people read and ClickHouse's JSONEachRow takes. */
final class JsonRows {
  private final StringBuilder out;

  JsonRows(StringBuilder out) {
    this.out = out;
  }

  /** One line for each row of a slice. */
  void write(Slice slice) {
    List<Column> columns = slice.table().schema().columns();
    for (int row = slice.from(); row < slice.to(); row++) {
      for (int column = 0; column < columns.size(); column++) {
        out.append(column == 0 ? '{' : ',');
        text(columns.get(column).name());
        out.append(':');
        value(columns.get(column).type(), slice.table().data().get(column), row);
      }
      out.append("}\n");
    }
  }

  private void value(ColumnType type, ColumnData data, int row) {
    switch (type) {
      case Scalar scalar when scalar.isText() -> text(data.textAt(row));
      case Scalar scalar when scalar == Scalar.FLOAT32 -> real(data.floatAt(row));
      case Scalar scalar -> number(scalar, data.longAt(row));
      case ColumnType.Buckets buckets -> buckets((ColumnData.Buckets) data, row);
      case ColumnType.Array array -> list(array.element(), data, row);
    }
  }

  private void number(Scalar type, long value) {
    switch (type) {
      case BOOL -> out.append(value != 0);
      case DATETIME_MILLIS -> out.append('"').append(Instant.ofEpochMilli(value)).append('"');
      case UINT64 -> out.append(Long.toUnsignedString(value));
      case UINT8 -> out.append(value & 0xff);
      case UINT16 -> out.append(value & 0xffff);
      case UINT32 -> out.append(value & 0xffffffffL);
      default -> out.append(value);
    }
  }

  /** JSON has no words for what is no number: they are texts. */
  private void real(float value) {
    if (Float.isFinite(value)) {
      out.append(value);
    } else {
      text(Float.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
    }
  }

  private void buckets(ColumnData.Buckets data, int row) {
    for (int bucket = 0; bucket < Histogram.SIZE; bucket++) {
      out.append(bucket == 0 ? '{' : ',');
      text(Histogram.BUCKETS.get(bucket));
      out.append(':').append(data.countAt(row, bucket));
    }
    out.append('}');
  }

  private void list(Scalar element, ColumnData data, int row) {
    out.append('[');
    switch (data) {
      case ColumnData.LongLists(int[] ends, long[] elements) -> {
        int begin = row == 0 ? 0 : ends[row - 1];
        for (int i = begin; i < ends[row]; i++) {
          out.append(i == begin ? "" : ",");
          number(element, elements[i]);
        }
      }
      case ColumnData.TextLists(int[] ends, String[] elements) -> {
        int begin = row == 0 ? 0 : ends[row - 1];
        for (int i = begin; i < ends[row]; i++) {
          out.append(i == begin ? "" : ",");
          text(elements[i]);
        }
      }
      default -> throw new IllegalStateException("a list of " + data.getClass().getSimpleName());
    }
    out.append(']');
  }

  /** A text as JSON has it. */
  void text(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
