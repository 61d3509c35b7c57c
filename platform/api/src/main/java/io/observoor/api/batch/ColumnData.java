package io.observoor.api.batch;

/**
 * The values of a column, in primitive arrays. The table owns the arrays. Nobody changes them: all
 * sinks read the same ones.
 */
public sealed interface ColumnData {

  /** Returns the value of a row, for types that are held as longs. */
  default long longAt(int row) {
    throw new IllegalStateException(getClass().getSimpleName() + " holds no longs");
  }

  /** Returns the value of a row, for {@link ColumnType.Scalar#FLOAT32}. */
  default float floatAt(int row) {
    throw new IllegalStateException(getClass().getSimpleName() + " holds no floats");
  }

  /** Returns the value of a row, for text types. */
  default String textAt(int row) {
    throw new IllegalStateException(getClass().getSimpleName() + " holds no texts");
  }

  /**
   * The same long in every row.
   *
   * @param value the value
   */
  record ConstantLong(long value) implements ColumnData {
    @Override
    public long longAt(int row) {
      return value;
    }
  }

  /**
   * The same text in every row.
   *
   * @param value the value
   */
  record ConstantText(String value) implements ColumnData {
    @Override
    public String textAt(int row) {
      return value;
    }
  }

  /**
   * A long for each row.
   *
   * @param values at least as many as the table has rows
   */
  @SuppressWarnings("ArrayRecordComponent") // columns are arrays by design and never compared
  record Longs(long[] values) implements ColumnData {
    @Override
    public long longAt(int row) {
      return values[row];
    }
  }

  /**
   * A float for each row.
   *
   * @param values at least as many as the table has rows
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Floats(float[] values) implements ColumnData {
    @Override
    public float floatAt(int row) {
      return values[row];
    }
  }

  /**
   * A text for each row, as an index into a dictionary.
   *
   * @param indexes at least as many as the table has rows
   * @param dictionary the distinct texts
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Texts(int[] indexes, String[] dictionary) implements ColumnData {
    @Override
    public String textAt(int row) {
      return dictionary[indexes[row]];
    }
  }

  /**
   * Bucket counts; those of row r start at r * {@link Histogram#SIZE}.
   *
   * @param counts unsigned 32-bit
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Buckets(int[] counts) implements ColumnData {

    /** Returns the count of a bucket, 0 to 2^32 - 1. */
    public long countAt(int row, int bucket) {
      return Integer.toUnsignedLong(counts[row * Histogram.SIZE + bucket]);
    }
  }

  /**
   * A list of longs for each row. The list of row r has the elements from ends[r - 1] (0 for the
   * first row) to ends[r].
   *
   * @param ends where each row's elements end
   * @param elements all elements
   */
  @SuppressWarnings("ArrayRecordComponent")
  record LongLists(int[] ends, long[] elements) implements ColumnData {}

  /**
   * A list of texts for each row, laid out as in {@link LongLists}.
   *
   * @param ends where each row's elements end
   * @param elements all elements
   */
  @SuppressWarnings("ArrayRecordComponent")
  record TextLists(int[] ends, String[] elements) implements ColumnData {}
}
