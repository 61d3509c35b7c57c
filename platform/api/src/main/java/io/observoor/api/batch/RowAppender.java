package io.observoor.api.batch;

/**
 * Takes the rows of a table, one value after the other: a row is begun, then each column of source
 * DIMENSION or VALUE gets its value in the order of the schema. A value of the wrong type for its
 * column, a missing one or one too many is refused with an {@link IllegalStateException} that names
 * the column. Not thread-safe.
 */
public interface RowAppender {

  /**
   * Begins a row of a process.
   *
   * @param clientType its {@link ClientType#id()}
   */
  RowAppender process(int pid, int clientType, Sampling sampling);

  /** Begins a row of a table that has no column for the process. */
  RowAppender row();

  /** The value of the next column, which is of a type that is held as a long. */
  RowAppender number(long value);

  /** The value of the next column, of type {@link ColumnType.Scalar#FLOAT32}. */
  RowAppender real(float value);

  /** The value of the next column, of a text type. */
  RowAppender text(String value);

  /**
   * The value of the next column, of type {@link ColumnType.Buckets}: {@link Histogram#SIZE} counts
   * from {@code offset}.
   */
  RowAppender buckets(int[] counts, int offset);

  /** The value of the next column, a list of a type that is held as a long. */
  RowAppender numbers(long... values);

  /** The value of the next column, a list of texts. */
  RowAppender texts(String... values);
}
