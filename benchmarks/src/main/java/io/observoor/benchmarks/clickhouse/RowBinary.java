package io.observoor.benchmarks.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Encodes rows in ClickHouse's format RowBinary. */
final class RowBinary {
  private static final int LARGEST_ROW = 4_096;

  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private final Map<String, byte[]> texts = new HashMap<>();

  void write(List<Table> tables, OutputStream out) throws IOException {
    buffer.clear();
    List<Column> columns = tables.getFirst().schema().columns();
    for (Table table : tables) {
      for (int row = 0; row < table.rows(); row++) {
        if (buffer.remaining() < LARGEST_ROW) {
          out.write(buffer.array(), 0, buffer.position());
          buffer.clear();
        }
        for (int column = 0; column < columns.size(); column++) {
          value(columns.get(column).type(), table.data().get(column), row);
        }
      }
    }
    out.write(buffer.array(), 0, buffer.position());
  }

  private void value(ColumnType type, ColumnData data, int row) {
    switch (type) {
      case Scalar scalar when scalar.isText() -> {
        byte[] bytes = texts.computeIfAbsent(data.textAt(row), text -> text.getBytes(UTF_8));
        buffer.put((byte) bytes.length).put(bytes);
      }
      case Scalar.FLOAT32 -> buffer.putFloat(data.floatAt(row));
      case Scalar.DATETIME_MILLIS, Scalar.UINT64, Scalar.INT64 -> buffer.putLong(data.longAt(row));
      case Scalar.UINT32, Scalar.INT32 -> buffer.putInt((int) data.longAt(row));
      case Scalar.UINT16 -> buffer.putShort((short) data.longAt(row));
      case Scalar scalar -> buffer.put((byte) data.longAt(row));
      case ColumnType.Buckets buckets -> {
        int[] counts = ((ColumnData.Buckets) data).counts();
        for (int bucket = 0; bucket < Histogram.SIZE; bucket++) {
          buffer.putInt(counts[row * Histogram.SIZE + bucket]);
        }
      }
      case ColumnType.Array array -> throw new IllegalArgumentException("arrays are not measured");
    }
  }
}
