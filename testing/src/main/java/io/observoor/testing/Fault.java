package io.observoor.testing;

/** What happens to an insert at a {@link FaultProxy}. */
public enum Fault {
  /** It passes. */
  NONE,
  /** Answered 500, and not in ClickHouse's words; the server sees nothing of it. */
  ERROR,
  /**
   * Answered 500 with a code and a message of ClickHouse's, as {@link FaultProxy#refuse} says; the
   * server sees nothing of it.
   */
  REFUSED,
  /** Half of the request's body reaches the server, then both connections are cut. */
  CUT_REQUEST,
  /** The server does it, and its answer is cut. */
  CUT_ANSWER,
  /** It reaches the server after the {@link FaultProxy#setDelay delay}. */
  LATE_REQUEST,
  /** The server does it, and its answer comes after the {@link FaultProxy#setDelay delay}. */
  LATE_ANSWER
}
