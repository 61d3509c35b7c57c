package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes rows as one block of ClickHouse's Native format: column after column, as the batches have
 * them, without an object for a value or a row. Can be used again; one thread at a time.
 */
public final class NativeBlock {
  private final NativeOutput out = new NativeOutput();
  private final TextColumns texts = new TextColumns(out);

  /** Writes a block; the stream stays open. */
  public void write(TableRows rows, OutputStream target) throws IOException {
    out.begin(target);
    List<Column> columns = rows.schema().columns();
    out.length(columns.size());
    out.length(rows.rows());
    for (int column = 0; column < columns.size(); column++) {
      out.text(columns.get(column).name());
      out.text(TypeNames.of(columns.get(column).type()));
      values(columns.get(column).type(), rows, column);
    }
    out.end();
  }

  private void values(ColumnType type, TableRows rows, int column) throws IOException {
    switch (type) {
      case Scalar.TEXT -> texts.plain(rows, column);
      case Scalar.LOW_CARDINALITY_TEXT -> texts.lowCardinality(rows, column);
      case Scalar.FLOAT32 -> floats(rows, column);
      case Scalar.BOOL -> flags(rows, column);
      case Scalar scalar -> longs(rows, column, width(scalar));
      case ColumnType.Buckets buckets -> buckets(rows, column);
      case ColumnType.Array array when array.element().isText() -> textLists(rows, column);
      case ColumnType.Array array -> longLists(rows, column, array.element());
    }
  }

  private static int width(Scalar type) {
    return switch (type) {
      case BOOL, UINT8 -> 1;
      case UINT16 -> 2;
      case UINT32, INT32 -> 4;
      case DATETIME_MILLIS, UINT64, INT64 -> 8;
      case FLOAT32, TEXT, LOW_CARDINALITY_TEXT ->
          throw new IllegalArgumentException(type + " is not held as a long");
    };
  }

  private void longs(TableRows rows, int column, int width) throws IOException {
    for (Slice slice : rows.slices()) {
      switch (slice.table().data().get(column)) {
        case ColumnData.ConstantLong(long value) -> {
          for (int row = slice.from(); row < slice.to(); row++) {
            out.integer(value, width);
          }
        }
        case ColumnData.Longs(long[] values) -> longs(values, slice.from(), slice.to(), width);
        case ColumnData other -> throw unexpected(other);
      }
    }
  }

  /** A loop for each width, so that none of them asks for it at every value. */
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

  private void flags(TableRows rows, int column) throws IOException {
    for (Slice slice : rows.slices()) {
      ColumnData data = slice.table().data().get(column);
      for (int row = slice.from(); row < slice.to(); row++) {
        out.int8(data.longAt(row) == 0 ? 0 : 1);
      }
    }
  }

  private void floats(TableRows rows, int column) throws IOException {
    for (Slice slice : rows.slices()) {
      if (!(slice.table().data().get(column) instanceof ColumnData.Floats(float[] values))) {
        throw unexpected(slice.table().data().get(column));
      }
      for (int row = slice.from(); row < slice.to(); row++) {
        out.float32(values[row]);
      }
    }
  }

  /** A tuple is its elements' columns, one after the other. */
  private void buckets(TableRows rows, int column) throws IOException {
    for (int bucket = 0; bucket < Histogram.SIZE; bucket++) {
      for (Slice slice : rows.slices()) {
        if (!(slice.table().data().get(column) instanceof ColumnData.Buckets(int[] counts))) {
          throw unexpected(slice.table().data().get(column));
        }
        int end = slice.to() * Histogram.SIZE;
        for (int i = slice.from() * Histogram.SIZE + bucket; i < end; i += Histogram.SIZE) {
          out.int32(counts[i]);
        }
      }
    }
  }

  /** First where the elements of each row end, counted from the first row on, then all elements. */
  private void longLists(TableRows rows, int column, Scalar element) throws IOException {
    ends(rows, column);
    for (Slice slice : rows.slices()) {
      if (!(slice.table().data().get(column)
          instanceof ColumnData.LongLists(int[] ends, long[] elements))) {
        throw unexpected(slice.table().data().get(column));
      }
      longs(elements, begin(ends, slice.from()), begin(ends, slice.to()), width(element));
    }
  }

  private void textLists(TableRows rows, int column) throws IOException {
    ends(rows, column);
    for (Slice slice : rows.slices()) {
      if (!(slice.table().data().get(column)
          instanceof ColumnData.TextLists(int[] ends, String[] elements))) {
        throw unexpected(slice.table().data().get(column));
      }
      int end = begin(ends, slice.to());
      for (int i = begin(ends, slice.from()); i < end; i++) {
        out.text(elements[i]);
      }
    }
  }

  private void ends(TableRows rows, int column) throws IOException {
    long before = 0;
    for (Slice slice : rows.slices()) {
      int[] ends = ends(slice.table().data().get(column));
      int begin = begin(ends, slice.from());
      for (int row = slice.from(); row < slice.to(); row++) {
        out.int64(before + ends[row] - begin);
      }
      before += begin(ends, slice.to()) - begin;
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
    return new IllegalStateException("the data of a column are " + data.getClass().getSimpleName());
  }
}
