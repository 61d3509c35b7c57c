package io.observoor.api.batch;

/**
 * A column of a table.
 *
 * @param name its name
 * @param type its type
 * @param source who fills it
 */
public record Column(String name, ColumnType type, Source source) {

  /** Who fills a column. */
  public enum Source {
    /** The time at which the batch was made. */
    UPDATED,
    /** The window's start (or, in a table of single points in time, the time of the point). */
    TIME,
    /** The window's length in ms. */
    INTERVAL,
    /** The slot that the time lies in. */
    SLOT,
    /** When that slot began. */
    SLOT_START,
    /** The process of the row. */
    PID,
    /** The client type of that process. */
    CLIENT_TYPE,
    /** How the row's events were sampled. */
    SAMPLING_MODE,
    /** The share that was sampled. */
    SAMPLING_RATE,
    /** Whoever appends the row: a dimension. */
    DIMENSION,
    /** Whoever appends the row: a value. */
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

  /** A value column, filled by whoever appends rows. */
  public static Column value(String name, ColumnType type) {
    return new Column(name, type, Source.VALUE);
  }

  /** A dimension column, filled by whoever appends rows. */
  public static Column dimension(String name, ColumnType type) {
    return new Column(name, type, Source.DIMENSION);
  }
}
