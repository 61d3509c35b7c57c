package io.observoor.delivery.codec;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.Histogram;

/** Encodes a column's values: one byte for their form, then the arrays unchanged. */
final class ColumnCodec {
  private static final int CONSTANT_LONG = 0;
  private static final int CONSTANT_TEXT = 1;
  private static final int LONGS = 2;
  private static final int FLOATS = 3;
  private static final int TEXTS = 4;
  private static final int BUCKETS = 5;
  private static final int LONG_LISTS = 6;
  private static final int TEXT_LISTS = 7;

  private ColumnCodec() {}

  static void write(ColumnData data, int rows, ByteWriter out) {
    switch (data) {
      case ColumnData.ConstantLong constant -> {
        out.putByte(CONSTANT_LONG);
        out.putLong(constant.value());
      }
      case ColumnData.ConstantText constant -> {
        out.putByte(CONSTANT_TEXT);
        out.putText(constant.value());
      }
      case ColumnData.Longs longs -> {
        out.putByte(LONGS);
        out.putLongs(longs.values(), rows);
      }
      case ColumnData.Floats floats -> {
        out.putByte(FLOATS);
        out.putFloats(floats.values(), rows);
      }
      case ColumnData.Texts texts -> {
        out.putByte(TEXTS);
        out.putInts(texts.indexes(), rows);
        out.putTexts(texts.dictionary(), texts.dictionary().length);
      }
      case ColumnData.Buckets buckets -> {
        out.putByte(BUCKETS);
        out.putInts(buckets.counts(), rows * Histogram.SIZE);
      }
      case ColumnData.LongLists lists -> {
        out.putByte(LONG_LISTS);
        out.putInts(lists.ends(), rows);
        out.putLongs(lists.elements(), elements(lists.ends(), rows));
      }
      case ColumnData.TextLists lists -> {
        out.putByte(TEXT_LISTS);
        out.putInts(lists.ends(), rows);
        out.putTexts(lists.elements(), elements(lists.ends(), rows));
      }
    }
  }

  private static int elements(int[] ends, int rows) {
    return rows == 0 ? 0 : ends[rows - 1];
  }

  static ColumnData read(Column column, int rows, ByteSource in) throws CorruptBatchException {
    int form = in.getByte();
    ColumnData data =
        switch (form) {
          case CONSTANT_LONG -> new ColumnData.ConstantLong(in.getLong());
          case CONSTANT_TEXT -> new ColumnData.ConstantText(in.getText());
          case LONGS -> new ColumnData.Longs(in.getLongs());
          case FLOATS -> new ColumnData.Floats(in.getFloats());
          case TEXTS -> new ColumnData.Texts(in.getInts(), in.getTexts());
          case BUCKETS -> new ColumnData.Buckets(in.getInts());
          case LONG_LISTS -> new ColumnData.LongLists(in.getInts(), in.getLongs());
          case TEXT_LISTS -> new ColumnData.TextLists(in.getInts(), in.getTexts());
          default ->
              throw new CorruptBatchException(
                  "unknown form of column " + column.name() + ": " + form);
        };
    if (!fits(column.type(), data)) {
      throw new CorruptBatchException(
          "column "
              + column.name()
              + " is "
              + column.type()
              + " but holds "
              + data.getClass().getSimpleName());
    }
    check(column, rows, data);
    return data;
  }

  private static boolean fits(ColumnType type, ColumnData data) {
    return switch (data) {
      case ColumnData.ConstantLong constant -> isLong(type);
      case ColumnData.Longs longs -> isLong(type);
      case ColumnData.ConstantText constant -> isText(type);
      case ColumnData.Texts texts -> isText(type);
      case ColumnData.Floats floats -> type == ColumnType.Scalar.FLOAT32;
      case ColumnData.Buckets buckets -> type instanceof ColumnType.Buckets;
      case ColumnData.LongLists lists ->
          type instanceof ColumnType.Array(var element) && isLong(element);
      case ColumnData.TextLists lists ->
          type instanceof ColumnType.Array(var element) && isText(element);
    };
  }

  private static boolean isLong(ColumnType type) {
    return type instanceof ColumnType.Scalar scalar && scalar.isLong();
  }

  private static boolean isText(ColumnType type) {
    return type instanceof ColumnType.Scalar scalar && scalar.isText();
  }

  private static void check(Column column, int rows, ColumnData data) throws CorruptBatchException {
    switch (data) {
      case ColumnData.ConstantLong constant -> {}
      case ColumnData.ConstantText constant -> {}
      case ColumnData.Longs longs -> length(column, rows, longs.values().length);
      case ColumnData.Floats floats -> length(column, rows, floats.values().length);
      case ColumnData.Buckets buckets ->
          length(column, (long) rows * Histogram.SIZE, buckets.counts().length);
      case ColumnData.Texts texts -> {
        length(column, rows, texts.indexes().length);
        for (int index : texts.indexes()) {
          if (index < 0 || index >= texts.dictionary().length) {
            throw new CorruptBatchException(
                "column "
                    + column.name()
                    + " refers to text "
                    + index
                    + " of "
                    + texts.dictionary().length);
          }
        }
      }
      case ColumnData.LongLists lists -> ends(column, rows, lists.ends(), lists.elements().length);
      case ColumnData.TextLists lists -> ends(column, rows, lists.ends(), lists.elements().length);
    }
  }

  private static void length(Column column, long expected, int values)
      throws CorruptBatchException {
    if (values != expected) {
      throw new CorruptBatchException(
          "column " + column.name() + " has " + values + " values instead of " + expected);
    }
  }

  private static void ends(Column column, int rows, int[] ends, int elements)
      throws CorruptBatchException {
    length(column, rows, ends.length);
    int previous = 0;
    for (int end : ends) {
      if (end < previous || end > elements) {
        throw new CorruptBatchException(
            "column " + column.name() + " has a list that ends at " + end + " of " + elements);
      }
      previous = end;
    }
  }
}
