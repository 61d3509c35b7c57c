package io.observoor.api.batch;

/**
 * Appends rows to a table, value by value: begin a row, then give each column of source DIMENSION
 * or VALUE its value, in the order of the schema. A value of the wrong type, a missing value or one
 * too many throws an {@link IllegalStateException} that names the column. Not thread-safe.
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

  /** Appends the value of the next column, of a type that is held as a long. */
  RowAppender number(long value);

  /** Appends the value of the next column, of type {@link ColumnType.Scalar#FLOAT32}. */
  RowAppender real(float value);

  /** Appends the value of the next column, of a text type. */
  RowAppender text(String value);

  /**
   * Appends the value of the next column, of type {@link ColumnType.Buckets}: {@link
   * Histogram#SIZE} counts from {@code offset} on.
   */
  RowAppender buckets(int[] counts, int offset);

  /** Appends the value of the next column, a list of a type that is held as a long. */
  RowAppender numbers(long... values);

  /** Appends the value of the next column, a list of texts. */
  RowAppender texts(String... values);
}
