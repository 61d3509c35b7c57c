package io.observoor.testing;

/** A fault that {@link FaultProxy} injects into an insert. */
public enum Fault {
  /** Passes the insert. */
  NONE,
  /** Answers 500 in other words than ClickHouse's; the server gets nothing. */
  ERROR,
  /**
   * Answers 500 with the code of {@link FaultProxy#refuse} and a message as ClickHouse's; the
   * server gets nothing.
   */
  REFUSED,
  /** Passes half of the request's body, then cuts both connections. */
  CUT_REQUEST,
  /** Passes the request and cuts the answer. */
  CUT_ANSWER,
  /** Passes the request after the {@link FaultProxy#setDelay delay}. */
  LATE_REQUEST,
  /** Passes the answer after the {@link FaultProxy#setDelay delay}. */
  LATE_ANSWER
}
