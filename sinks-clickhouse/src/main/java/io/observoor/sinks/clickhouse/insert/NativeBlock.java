package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.sinks.clickhouse.schema.ColumnTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes rows as one block of ClickHouse's Native format, column by column, without an object for a
 * value or a row. Reusable; one thread at a time.
 */
public final class NativeBlock {
  private final NativeOutput out = new NativeOutput();
  private final TextColumns texts = new TextColumns(out);

  /** Writes a block and leaves the stream open. */
  public void write(TableRows rows, OutputStream target) throws IOException {
    out.begin(target);
    List<Column> columns = rows.schema().columns();
    out.varUInt(columns.size());
    out.varUInt(rows.rows());
    for (int column = 0; column < columns.size(); column++) {
      out.text(columns.get(column).name());
      out.text(typeName(columns.get(column).type()));
      values(columns.get(column).type(), rows, column);
    }
    out.end();
  }

  /** Returns the type of a column in the block; texts in arrays have no dictionary. */
  private static String typeName(ColumnType type) {
    return type instanceof ColumnType.Array array && array.element().isText()
        ? "Array(String)"
        : ColumnTypes.of(type);
  }

  private void values(ColumnType type, TableRows rows, int column) throws IOException {
    switch (type) {
      case Scalar.TEXT -> texts.plain(rows, column);
      case Scalar.LOW_CARDINALITY_TEXT -> texts.lowCardinality(rows, column);
      case Scalar.FLOAT32 -> floats(rows, column);
      case Scalar.BOOL -> booleans(rows, column);
      case Scalar scalar -> longs(rows, column, width(scalar));
      case ColumnType.Buckets buckets -> buckets(rows, column);
      case ColumnType.Array array when array.element().isText() -> textArrays(rows, column);
      case ColumnType.Array array -> longArrays(rows, column, array.element());
    }
  }

  private static int width(Scalar type) {
    return switch (type) {
      case BOOL, UINT8 -> 1;
      case UINT16 -> 2;
      case UINT32, INT32 -> 4;
      case DATETIME_MILLIS, UINT64, INT64 -> 8;
      case FLOAT32, TEXT, LOW_CARDINALITY_TEXT ->
          throw new IllegalArgumentException(type + " is not stored as a long");
    };
  }

  private void longs(TableRows rows, int column, int width) throws IOException {
    for (RowRange range : rows.ranges()) {
      switch (range.table().data().get(column)) {
        case ColumnData.ConstantLong(long value) -> {
          for (int row = range.from(); row < range.to(); row++) {
            out.integer(value, width);
          }
        }
        case ColumnData.Longs(long[] values) -> longs(values, range.from(), range.to(), width);
        case ColumnData other -> throw unexpected(other);
      }
    }
  }

  /** Has one loop for each width: no branch on the width for each value. */
  private void longs(long[] values, int from, int to, int width) throws IOException {
    switch (width) {
      case 1 -> {
        for (int i = from; i < to; i++) {
          out.int8((int) values[i]);
        }
      }
      case 2 -> {
        for (int i = from; i < to; i++) {
          out.int16((int) values[i]);
        }
      }
      case 4 -> {
        for (int i = from; i < to; i++) {
          out.int32((int) values[i]);
        }
      }
      default -> {
        for (int i = from; i < to; i++) {
          out.int64(values[i]);
        }
      }
    }
  }

  private void booleans(TableRows rows, int column) throws IOException {
    for (RowRange range : rows.ranges()) {
      ColumnData data = range.table().data().get(column);
      for (int row = range.from(); row < range.to(); row++) {
        out.int8(data.longAt(row) == 0 ? 0 : 1);
      }
    }
  }

  private void floats(TableRows rows, int column) throws IOException {
    for (RowRange range : rows.ranges()) {
      if (!(range.table().data().get(column) instanceof ColumnData.Floats(float[] values))) {
        throw unexpected(range.table().data().get(column));
      }
      for (int row = range.from(); row < range.to(); row++) {
        out.float32(values[row]);
      }
    }
  }

  /** Writes a tuple: the columns of its elements, one after another. */
  private void buckets(TableRows rows, int column) throws IOException {
    for (int bucket = 0; bucket < Histogram.SIZE; bucket++) {
      for (RowRange range : rows.ranges()) {
        if (!(range.table().data().get(column) instanceof ColumnData.Buckets(int[] counts))) {
          throw unexpected(range.table().data().get(column));
        }
        int end = range.to() * Histogram.SIZE;
        for (int i = range.from() * Histogram.SIZE + bucket; i < end; i += Histogram.SIZE) {
          out.int32(counts[i]);
        }
      }
    }
  }

  /** Writes an array column: the end offset of each row's elements, then all elements. */
  private void longArrays(TableRows rows, int column, Scalar element) throws IOException {
    endOffsets(rows, column);
    for (RowRange range : rows.ranges()) {
      if (!(range.table().data().get(column)
          instanceof ColumnData.LongLists(int[] ends, long[] elements))) {
        throw unexpected(range.table().data().get(column));
      }
      longs(elements, begin(ends, range.from()), begin(ends, range.to()), width(element));
    }
  }

  private void textArrays(TableRows rows, int column) throws IOException {
    endOffsets(rows, column);
    for (RowRange range : rows.ranges()) {
      if (!(range.table().data().get(column)
          instanceof ColumnData.TextLists(int[] ends, String[] elements))) {
        throw unexpected(range.table().data().get(column));
      }
      int end = begin(ends, range.to());
      for (int i = begin(ends, range.from()); i < end; i++) {
        out.text(elements[i]);
      }
    }
  }

  private void endOffsets(TableRows rows, int column) throws IOException {
    long base = 0;
    for (RowRange range : rows.ranges()) {
      int[] ends = ends(range.table().data().get(column));
      int begin = begin(ends, range.from());
      for (int row = range.from(); row < range.to(); row++) {
        out.int64(base + ends[row] - begin);
      }
      base += begin(ends, range.to()) - begin;
    }
  }

  private static int[] ends(ColumnData data) {
    return switch (data) {
      case ColumnData.LongLists lists -> lists.ends();
      case ColumnData.TextLists lists -> lists.ends();
      default -> throw unexpected(data);
    };
  }

  private static int begin(int[] ends, int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  static IllegalStateException unexpected(ColumnData data) {
    return new IllegalStateException("unexpected column data: " + data.getClass().getSimpleName());
  }
}
