package io.observoor.api.batch;

/**
 * A column of a table.
 *
 * @param name its name
 * @param type its type
 * @param source what fills it
 */
public record Column(String name, ColumnType type, Source source) {

  /** What fills a column. */
  public enum Source {
    /** The time at which the rows were made. */
    UPDATED,
    /** The window's start; in a table of points in time, the time of the point. */
    TIME,
    /** The window's length in ms. */
    INTERVAL,
    /** The slot that contains the time. */
    SLOT,
    /** The start of that slot. */
    SLOT_START,
    /** The process of the row. */
    PID,
    /** The client that the process is. */
    CLIENT_TYPE,
    /** How the row's events were sampled. */
    SAMPLING_MODE,
    /** The share of events that was kept. */
    SAMPLING_RATE,
    /** The code that appends the row: a dimension. */
    DIMENSION,
    /** The code that appends the row: a value. */
    VALUE,
    /** The configured name of this client. */
    META_CLIENT_NAME,
    /** The configured name of the network. */
    META_NETWORK_NAME;

    /** Whether the column has one value for all rows of a table. */
    public boolean isConstant() {
      return switch (this) {
        case UPDATED, TIME, INTERVAL, SLOT, SLOT_START, META_CLIENT_NAME, META_NETWORK_NAME -> true;
        case PID, CLIENT_TYPE, SAMPLING_MODE, SAMPLING_RATE, DIMENSION, VALUE -> false;
      };
    }
  }

  /** A value column; the code that appends rows fills it. */
  public static Column value(String name, ColumnType type) {
    return new Column(name, type, Source.VALUE);
  }

  /** A dimension column; the code that appends rows fills it. */
  public static Column dimension(String name, ColumnType type) {
    return new Column(name, type, Source.DIMENSION);
  }
}
