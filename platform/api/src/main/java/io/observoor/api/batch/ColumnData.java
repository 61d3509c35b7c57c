package io.observoor.api.batch;

/**
 * The values of a column, in primitive arrays. The arrays belong to the table and are not changed
 * any more; a sink must not change them either, because other sinks read them.
 */
public sealed interface ColumnData {

  /** The value of a row of a type that is held as a long. */
  default long longAt(int row) {
    throw new IllegalStateException(getClass().getSimpleName() + " holds no longs");
  }

  /** The value of a row of {@link ColumnType.Scalar#FLOAT32}. */
  default float floatAt(int row) {
    throw new IllegalStateException(getClass().getSimpleName() + " holds no floats");
  }

  /** The value of a row of a text type. */
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
  @SuppressWarnings("ArrayRecordComponent") // columns are arrays by design; nobody compares them
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
   * A text for each row, as the index of a dictionary.
   *
   * @param indexes at least as many as the table has rows
   * @param dictionary the different texts
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Texts(int[] indexes, String[] dictionary) implements ColumnData {
    @Override
    public String textAt(int row) {
      return dictionary[indexes[row]];
    }
  }

  /**
   * Bucket counts: those of row r begin at r * {@link Histogram#SIZE}.
   *
   * @param counts unsigned 32-bit
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Buckets(int[] counts) implements ColumnData {

    /** The count of a bucket, 0 to 2^32 - 1. */
    public long countAt(int row, int bucket) {
      return Integer.toUnsignedLong(counts[row * Histogram.SIZE + bucket]);
    }
  }

  /**
   * A list of longs for each row: those of row r are the elements ends[r - 1] (0 for the first) to
   * ends[r].
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
