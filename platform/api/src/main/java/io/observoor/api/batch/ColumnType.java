package io.observoor.api.batch;

/** The type of a column, independent of any sink's own types. */
public sealed interface ColumnType {

  /** A type of single values. */
  enum Scalar implements ColumnType {
    /** A point in time in ms since 1970, UTC; held as a long. */
    DATETIME_MILLIS,
    /** True or false; held as a long of 1 or 0. */
    BOOL,
    /** Unsigned 8-bit; held as a long. */
    UINT8,
    /** Unsigned 16-bit; held as a long. */
    UINT16,
    /** Unsigned 32-bit; held as a long. */
    UINT32,
    /** Unsigned 64-bit; held as a long, to be read as unsigned. */
    UINT64,
    /** Signed 32-bit; held as a long. */
    INT32,
    /** Signed 64-bit; held as a long. */
    INT64,
    /** IEEE 754 single precision; held as a float. */
    FLOAT32,
    /** A text with many distinct values. */
    TEXT,
    /** A text with few distinct values; a sink may store it through a dictionary. */
    LOW_CARDINALITY_TEXT;

    /** Whether values of this type are texts. */
    public boolean isText() {
      return this == TEXT || this == LOW_CARDINALITY_TEXT;
    }

    /** Whether values of this type are held as longs. */
    public boolean isLong() {
      return !isText() && this != FLOAT32;
    }
  }

  /**
   * A list of values in every row.
   *
   * @param element the type of the values
   */
  record Array(Scalar element) implements ColumnType {}

  /** The counts of {@link Histogram#BUCKETS} in every row. */
  record Buckets() implements ColumnType {}
}
