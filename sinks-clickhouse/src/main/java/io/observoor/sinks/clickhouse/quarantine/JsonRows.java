package io.observoor.sinks.clickhouse.quarantine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.sinks.clickhouse.insert.RowRange;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/** Writes rows in ClickHouse's JSONEachRow format: one JSON object per line. */
final class JsonRows {
  private JsonRows() {}

  static void append(StringBuilder out, RowRange range) {
    List<Column> columns = range.table().schema().columns();
    for (int row = range.from(); row < range.to(); row++) {
      JsonObject object = new JsonObject();
      for (int column = 0; column < columns.size(); column++) {
        object.add(
            columns.get(column).name(),
            value(columns.get(column).type(), range.table().data().get(column), row));
      }
      out.append(object).append('\n');
    }
  }

  private static JsonElement value(ColumnType type, ColumnData data, int row) {
    return switch (type) {
      case Scalar scalar when scalar.isText() -> new JsonPrimitive(data.textAt(row));
      case Scalar.FLOAT32 -> real(data.floatAt(row));
      case Scalar scalar -> number(scalar, data.longAt(row));
      case ColumnType.Buckets _ -> buckets((ColumnData.Buckets) data, row);
      case ColumnType.Array array -> array(array.element(), data, row);
    };
  }

  private static JsonPrimitive number(Scalar type, long value) {
    return switch (type) {
      case BOOL -> new JsonPrimitive(value != 0);
      case DATETIME_MILLIS -> new JsonPrimitive(Instant.ofEpochMilli(value).toString());
      case UINT64 -> new JsonPrimitive(new BigInteger(Long.toUnsignedString(value)));
      case UINT8 -> new JsonPrimitive(value & 0xff);
      case UINT16 -> new JsonPrimitive(value & 0xffff);
      case UINT32 -> new JsonPrimitive(value & 0xffffffffL);
      default -> new JsonPrimitive(value);
    };
  }

  /** ClickHouse reads numbers that JSON cannot express from strings. */
  private static JsonPrimitive real(float value) {
    return Float.isFinite(value)
        ? new JsonPrimitive(value)
        : new JsonPrimitive(Float.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
  }

  private static JsonObject buckets(ColumnData.Buckets data, int row) {
    JsonObject object = new JsonObject();
    for (int bucket = 0; bucket < Histogram.SIZE; bucket++) {
      object.addProperty(Histogram.BUCKETS.get(bucket), data.countAt(row, bucket));
    }
    return object;
  }

  private static JsonArray array(Scalar element, ColumnData data, int row) {
    JsonArray array = new JsonArray();
    switch (data) {
      case ColumnData.LongLists(int[] ends, long[] elements) -> {
        for (int i = row == 0 ? 0 : ends[row - 1]; i < ends[row]; i++) {
          array.add(number(element, elements[i]));
        }
      }
      case ColumnData.TextLists(int[] ends, String[] elements) -> {
        for (int i = row == 0 ? 0 : ends[row - 1]; i < ends[row]; i++) {
          array.add(elements[i]);
        }
      }
      default -> throw new IllegalStateException("unexpected array data: " + data.getClass());
    }
    return array;
  }
}
