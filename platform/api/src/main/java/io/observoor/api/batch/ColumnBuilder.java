package io.observoor.api.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the values of one column in a growing primitive array. */
abstract sealed class ColumnBuilder {

  /** The number of values so far. */
  int rows;

  static ColumnBuilder of(ColumnType type) {
    return switch (type) {
      case ColumnType.Scalar scalar when scalar.isText() -> new Texts();
      case ColumnType.Scalar scalar when scalar.isLong() -> new Longs();
      case ColumnType.Scalar scalar -> new Floats();
      case ColumnType.Buckets buckets -> new Buckets();
      case ColumnType.Array array when array.element().isText() -> new TextLists();
      case ColumnType.Array array -> new LongLists();
    };
  }

  abstract ColumnData build();

  private static int grown(int needed) {
    return Math.max(16, needed + (needed >> 1));
  }

  static final class Longs extends ColumnBuilder {
    private long[] values = new long[16];

    void add(long value) {
      if (rows == values.length) {
        values = Arrays.copyOf(values, grown(rows + 1));
      }
      values[rows++] = value;
    }

    @Override
    ColumnData build() {
      return new ColumnData.Longs(Arrays.copyOf(values, rows));
    }
  }

  static final class Floats extends ColumnBuilder {
    private float[] values = new float[16];

    void add(float value) {
      if (rows == values.length) {
        values = Arrays.copyOf(values, grown(rows + 1));
      }
      values[rows++] = value;
    }

    @Override
    ColumnData build() {
      return new ColumnData.Floats(Arrays.copyOf(values, rows));
    }
  }

  static final class Texts extends ColumnBuilder {
    private int[] indexes = new int[16];
    private final Map<String, Integer> codes = new HashMap<>();

    void add(String value) {
      if (rows == indexes.length) {
        indexes = Arrays.copyOf(indexes, grown(rows + 1));
      }
      indexes[rows++] = codes.computeIfAbsent(value, _ -> codes.size());
    }

    @Override
    ColumnData build() {
      String[] dictionary = new String[codes.size()];
      codes.forEach((text, index) -> dictionary[index] = text);
      return new ColumnData.Texts(Arrays.copyOf(indexes, rows), dictionary);
    }
  }

  static final class Buckets extends ColumnBuilder {
    private int[] counts = new int[16 * Histogram.SIZE];

    void add(int[] from, int offset) {
      int at = rows * Histogram.SIZE;
      if (at == counts.length) {
        counts = Arrays.copyOf(counts, grown(rows + 1) * Histogram.SIZE);
      }
      System.arraycopy(from, offset, counts, at, Histogram.SIZE);
      rows++;
    }

    @Override
    ColumnData build() {
      return new ColumnData.Buckets(Arrays.copyOf(counts, rows * Histogram.SIZE));
    }
  }

  static final class LongLists extends ColumnBuilder {
    private final List<long[]> lists = new ArrayList<>();

    void add(long[] values) {
      lists.add(values.clone());
      rows++;
    }

    @Override
    ColumnData build() {
      int[] ends = new int[rows];
      int end = 0;
      for (int row = 0; row < rows; row++) {
        end += lists.get(row).length;
        ends[row] = end;
      }
      return new ColumnData.LongLists(ends, lists.stream().flatMapToLong(Arrays::stream).toArray());
    }
  }

  static final class TextLists extends ColumnBuilder {
    private final List<String[]> lists = new ArrayList<>();

    void add(String[] values) {
      lists.add(values.clone());
      rows++;
    }

    @Override
    ColumnData build() {
      int[] ends = new int[rows];
      int end = 0;
      for (int row = 0; row < rows; row++) {
        end += lists.get(row).length;
        ends[row] = end;
      }
      return new ColumnData.TextLists(
          ends, lists.stream().flatMap(Arrays::stream).toArray(String[]::new));
    }
  }
}
