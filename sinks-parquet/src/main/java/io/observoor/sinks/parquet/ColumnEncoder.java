package io.observoor.sinks.parquet;

import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/**
 * Passes the values of one column to Parquet's column writers without boxing. Of a value's levels,
 * repetition 1 means "another element of the row's list", definition 1 "the element exists".
 */
@FunctionalInterface
interface ColumnEncoder {

  /** Writes the values of the rows [from, to). */
  void write(ColumnData data, int from, int to);

  /**
   * Creates the encoder of a column.
   *
   * @param writers the writers of the column's leaves, in order
   */
  static ColumnEncoder of(ColumnType type, List<ColumnWriter> writers) {
    return switch (type) {
      case Scalar scalar when scalar.isText() -> texts(writers.getFirst());
      case Scalar scalar when scalar == Scalar.FLOAT32 -> floats(writers.getFirst());
      case Scalar scalar -> longs(LongWriter.of(scalar, writers.getFirst()));
      case ColumnType.Buckets buckets -> buckets(writers);
      case ColumnType.Array array when array.element().isText() -> textLists(writers.getFirst());
      case ColumnType.Array array ->
          longLists(LongWriter.of(array.element(), writers.getFirst()), writers.getFirst());
    };
  }

  private static ColumnEncoder longs(LongWriter writer) {
    return (data, from, to) -> {
      for (int row = from; row < to; row++) {
        writer.write(data.longAt(row), 0, 0);
      }
    };
  }

  private static ColumnEncoder floats(ColumnWriter writer) {
    return (data, from, to) -> {
      for (int row = from; row < to; row++) {
        writer.write(data.floatAt(row), 0, 0);
      }
    };
  }

  private static ColumnEncoder texts(ColumnWriter writer) {
    return (data, from, to) -> {
      switch (data) {
        case ColumnData.ConstantText(String value) -> {
          Binary binary = binary(value);
          for (int row = from; row < to; row++) {
            writer.write(binary, 0, 0);
          }
        }
        case ColumnData.Texts(int[] indexes, String[] dictionary) -> {
          Binary[] binaries = new Binary[dictionary.length];
          for (int row = from; row < to; row++) {
            int index = indexes[row];
            if (binaries[index] == null) {
              binaries[index] = binary(dictionary[index]);
            }
            writer.write(binaries[index], 0, 0);
          }
        }
        default -> throw unexpected(data);
      }
    };
  }

  private static ColumnEncoder buckets(List<ColumnWriter> writers) {
    return (data, from, to) -> {
      if (!(data instanceof ColumnData.Buckets(int[] counts))) {
        throw unexpected(data);
      }
      for (int bucket = 0; bucket < Histogram.SIZE; bucket++) {
        ColumnWriter writer = writers.get(bucket);
        for (int row = from; row < to; row++) {
          writer.write(counts[row * Histogram.SIZE + bucket], 0, 0);
        }
      }
    };
  }

  private static ColumnEncoder longLists(LongWriter writer, ColumnWriter nulls) {
    return (data, from, to) -> {
      if (!(data instanceof ColumnData.LongLists(int[] ends, long[] elements))) {
        throw unexpected(data);
      }
      int next = from == 0 ? 0 : ends[from - 1];
      for (int row = from; row < to; row++) {
        if (next == ends[row]) {
          nulls.writeNull(0, 0);
        }
        for (int repetition = 0; next < ends[row]; repetition = 1) {
          writer.write(elements[next++], repetition, 1);
        }
      }
    };
  }

  private static ColumnEncoder textLists(ColumnWriter writer) {
    return (data, from, to) -> {
      if (!(data instanceof ColumnData.TextLists(int[] ends, String[] elements))) {
        throw unexpected(data);
      }
      int next = from == 0 ? 0 : ends[from - 1];
      for (int row = from; row < to; row++) {
        if (next == ends[row]) {
          writer.writeNull(0, 0);
        }
        for (int repetition = 0; next < ends[row]; repetition = 1) {
          writer.write(binary(elements[next++]), repetition, 1);
        }
      }
    };
  }

  private static Binary binary(String text) {
    return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
  }

  private static IllegalStateException unexpected(ColumnData data) {
    return new IllegalStateException("unexpected column data: " + data.getClass().getSimpleName());
  }

  /** Converts longs to the column's physical type. */
  @FunctionalInterface
  interface LongWriter {

    /** Writes one value with its levels. */
    void write(long value, int repetition, int definition);

    /** Creates a writer that truncates values to the type's width. */
    static LongWriter of(Scalar type, ColumnWriter writer) {
      return switch (type) {
        case BOOL -> (value, r, d) -> writer.write(value != 0, r, d);
        case UINT8 -> (value, r, d) -> writer.write((int) value & 0xff, r, d);
        case UINT16 -> (value, r, d) -> writer.write((int) value & 0xffff, r, d);
        case UINT32, INT32 -> (value, r, d) -> writer.write((int) value, r, d);
        case DATETIME_MILLIS, UINT64, INT64 -> writer::write;
        case FLOAT32, TEXT, LOW_CARDINALITY_TEXT ->
            throw new IllegalArgumentException(type + " is not stored as a long");
      };
    }
  }
}
